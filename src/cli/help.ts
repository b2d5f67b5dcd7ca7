/** The program's help, version and completion script. */
import { createRequire } from 'node:module'
import type { Command } from './command.ts'
import type { Decoration } from './output.ts'

/** The program's commands by their names. */
export type Commands = { readonly [name: string]: Command }

export function version(): string {
  // The package's own name resolves from dist/ as well as from here.
  const manifest = createRequire(import.meta.url)('subtle-jws/package.json') as { version: string }
  return manifest.version
}

export function overview(commands: Commands): string {
  const lines = Object.entries(commands).map(
    ([name, { about }]) => `  ${name.padEnd(8)} ${firstSentence(about)}`,
  )
  return `subtle-jws: sign claims with a JWK, and verify tokens

usage: subtle-jws COMMAND …

commands:
${lines.join('\n')}

  subtle-jws help COMMAND  show what a command does, its options and an example
  subtle-jws completion    print a completion script for bash and zsh: source <(subtle-jws completion)
  subtle-jws --version

exit status: 0 success, 1 refused or failed (stderr says why), 2 wrong usage`
}

function firstSentence(about: string): string {
  return /^[\s\S]*?\.(?=\s)/.exec(about)![0]
}

export function manual({ usage, about, example }: Command): string {
  return `usage: subtle-jws ${usage}

${about}

example:
  subtle-jws ${example}`
}

/** Highlights headings and the names of options and commands. */
export const decorateHelp: Decoration = (line, paint) =>
  line.replace(/^[a-z][a-z -]*:|^ {2}(--?[a-z-]+|[a-z]+(?= {2,}[A-Z])|[A-Z]+(?= ))/, (found) =>
    paint('bold', found),
  )

/** A completion script for bash and zsh: it completes commands, options and files. */
export function completion(commands: Commands): string {
  const cases = Object.entries(commands).map(([name, { options, lists = [], flags = [] }]) => {
    const words = [...options, ...lists, ...flags, 'help'].map((option) => `--${option}`)
    return `    ${name}) words='${words.join(' ')}' ;;`
  })
  const names = [...Object.keys(commands), 'help', 'completion'].join(' ')
  return `[ -n "\${ZSH_VERSION:-}" ] && autoload -U +X bashcompinit && bashcompinit
_subtle_jws() {
  local words='' current="\${COMP_WORDS[COMP_CWORD]}"
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ] || [ "\${COMP_WORDS[1]}" = help ]; then words='${names}'; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _subtle_jws subtle-jws`
}
