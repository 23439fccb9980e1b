/** `completion fish`. */
export const FISH = `# fish completion for kubectl-pullcheck.

function __kubectl_pullcheck_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    # Of "--namespace=x" only what stands behind the "=" is completed, and fish wants all of it back.
    set -l flag (string match -r -- '^-[^=]*=' $current)
    set -l out ($words[1] __complete $words[2..-1] "$current" 2>/dev/null </dev/null)
    or return
    set -l directive (string sub -s 2 -- $out[-1])
    set -e out[-1]

    if test (count $out) -gt 0
        printf "$flag%s\\n" $out
    else if test $directive -eq 16
        printf "$flag%s\\n" (__fish_complete_directories (string replace -- "$flag" '' $current) '')
    else if test $directive -eq 0
        printf "$flag%s\\n" (__fish_complete_path (string replace -- "$flag" '' $current))
    end
end

complete -c kubectl-pullcheck -f -a '(__kubectl_pullcheck_complete)'
`;
