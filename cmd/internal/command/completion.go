package command

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v2"
)

func (a *app) completionCommand() *cli.Command {
	c := a.verb("completion", "SHELL", "print the completion script of a shell: bash, zsh, fish or powershell", nil, a.completion)
	c.Category = "about"
	c.BashComplete = func(*cli.Context) {
		for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
			_ = a.io.Result(shell) // a completion that cannot be written is just not offered
		}
	}
	return c
}

func (a *app) completion(_ context.Context, o options) error {
	var text string
	switch shell := o.Arguments[0]; shell {
	case "bash":
		text = bashCompletion
	case "zsh":
		text = zshCompletion
	case "powershell":
		text = powershellCompletion
	case "fish":
		program := a.program()
		program.Setup()
		script, err := program.ToFishCompletion()
		if err != nil {
			return fmt.Errorf("write the fish completion: %w", err)
		}
		text = script
	default:
		return &usageError{Message: fmt.Sprintf("there is no completion for %q: there is bash, zsh, fish and powershell", shell)}
	}
	_, err := fmt.Fprint(a.io.Out, text)
	return err
}

const bashCompletion = `# cutover's completion for bash. Load it with:  source <(cutover completion bash)
_cutover() {
  local word="${COMP_WORDS[COMP_CWORD]}" line=("${COMP_WORDS[@]:0:COMP_CWORD}")
  [[ "$word" == -* ]] && line+=("$word")
  local IFS=$'\n'
  COMPREPLY=($(compgen -W "$("${line[@]}" --generate-bash-completion 2>/dev/null)" -- "$word"))
}
complete -o bashdefault -o default -F _cutover cutover
`

const zshCompletion = `#compdef cutover
# cutover's completion for zsh. Load it with:  source <(cutover completion zsh)
_cutover() {
  local -a line offered
  line=("${(@)words[1,CURRENT-1]}")
  [[ "${words[CURRENT]}" == -* ]] && line+=("${words[CURRENT]}")
  offered=("${(@f)$(_CLI_ZSH_AUTOCOMPLETE_HACK=1 "${line[@]}" --generate-bash-completion 2>/dev/null)}")
  if [[ -n "${offered[1]}" ]]; then
    _describe 'cutover' offered
  else
    _files
  fi
}
compdef _cutover cutover
`

const powershellCompletion = `# cutover's completion for PowerShell. Load it with:  cutover completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName cutover -ScriptBlock {
  param($word, $commandAst, $cursor)
  $line = @($commandAst.CommandElements | ForEach-Object { $_.ToString() } | Where-Object { $_ -ne $word -or $word.StartsWith('-') })
  $rest = @($line | Select-Object -Skip 1) + '--generate-bash-completion'
  & cutover @rest 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`
