/**
 * `completion bash`. All that it does is ask the program: it needs neither bash-completion nor `eval`, and runs in the
 * bash 3.2 of macOS.
 */
export const BASH = `# bash completion for kubectl-pullcheck.

_kubectl_pullcheck() {
    # bash takes "--namespace=x" and "a:b" apart; the program wants them whole.
    local word words=() last glued=
    for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
        last=$((\${#words[@]} - 1))
        if ((last >= 0)) && [[ $word == [=:]* || -n $glued && -n $word ]]; then
            words[last]+=$word
        else
            words+=("$word")
        fi
        [[ $word == *[=:] ]] && glued=yes || glued=
    done

    local out line directive current=\${words[\${#words[@]} - 1]}
    out=$("\${1/#\\~/$HOME}" __completeNoDesc "\${words[@]}" 2>/dev/null </dev/null) || return
    directive=\${out##*:}
    [[ $current == -*=* ]] && current=\${current#*=}
    COMPREPLY=()
    while IFS= read -r line; do
        # Of "a:b" bash replaces only what stands behind the colon.
        [[ $current == *:* && $COMP_WORDBREAKS == *:* ]] && line=\${line#"\${current%"\${current##*:}"}"}
        [[ -n $line ]] && COMPREPLY+=("$line")
    done <<<"\${out%:*}"

    # compopt came with bash 4; without it a file too many is offered.
    ((directive & 2)) && compopt -o nospace 2>/dev/null
    ((directive & 4)) && compopt +o default 2>/dev/null
    ((directive & 16)) && compopt +o default -o dirnames 2>/dev/null
    return 0
}

complete -o default -F _kubectl_pullcheck kubectl-pullcheck
`;
