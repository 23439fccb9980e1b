/** `completion zsh`: a file for a folder of fpath, which can as well be sourced. */
export const ZSH = `#compdef kubectl-pullcheck

_kubectl-pullcheck() {
    # Of "--namespace=x" only what stands behind the "=" is completed.
    local -a before=("\${(@Q)words[2,CURRENT-1]}") candidates ending
    local current=\${(Q)PREFIX} out directive
    compset -P '-*='

    out=$(\${~words[1]} __complete "\${before[@]}" "$current" 2>/dev/null </dev/null) || return 1
    directive=\${out##*:}
    # _describe parts a candidate from its meaning by a colon, and wants those inside of it escaped.
    candidates=("\${(@f)\${out%:*}}")
    candidates=("\${(@)candidates//:/\\\\:}")
    candidates=("\${(@)candidates/$'\\t'/:}")
    candidates=("\${(@)candidates:#}")

    if ((directive & 2)); then ending=(-S ''); fi
    if ((directive & 16)); then
        _files -/
    elif ((\${#candidates} == 0 && (directive & 4) == 0)); then
        _files
    else
        _describe -t kubectl-pullcheck 'kubectl pullcheck' candidates "\${ending[@]}"
    fi
}

# Found in fpath it is run, sourced it is registered.
if [[ \${funcstack[1]-} == _kubectl-pullcheck ]]; then
    _kubectl-pullcheck "$@"
else
    compdef _kubectl-pullcheck kubectl-pullcheck
fi
`;
