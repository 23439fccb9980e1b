/** `completion powershell`, for Windows PowerShell 5.1 and everything newer. */
export const POWERSHELL = `# PowerShell completion for kubectl-pullcheck.

Register-ArgumentCompleter -Native -CommandName 'kubectl-pullcheck', 'kubectl-pullcheck.exe' -ScriptBlock {
    param($WordToComplete, $CommandAst, $CursorPosition)

    $Elements = @($CommandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $CursorPosition })
    $Words = @($Elements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if ($WordToComplete -eq '') {
        # Before 7.3 an empty argument got lost on its way to a program, unless its quotes were quoted.
        $Words += if ($PSNativeCommandArgumentPassing -in $null, 'Legacy') { '""' } else { '' }
    }
    # Of "--namespace=x" only what stands behind the "=" is completed, and PowerShell wants all of it back.
    $Flag = if ($WordToComplete -match '^-[^=]*=') { $Matches[0] } else { '' }

    $Lines = @(& $Elements[0].ToString() __complete @Words 2>$null)
    if (-not $Lines) { return }
    $Directive = [int]$Lines[-1].TrimStart(':')
    $Space = if ($Directive -band 2) { '' } else { ' ' }
    $Lines | Select-Object -SkipLast 1 | ForEach-Object {
        $Text, $About = $_ -split "\`t", 2
        if (-not $About) { $About = $Text }
        [System.Management.Automation.CompletionResult]::new("$Flag$Text$Space", $Text, 'ParameterValue', $About)
    }
    # Where there is nothing to offer, an empty result keeps PowerShell from offering files.
    if ($Lines.Count -eq 1 -and ($Directive -band 4)) { '' }
}
`;
