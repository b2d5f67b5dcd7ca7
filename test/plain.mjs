/**
 * Takes from the environment what makes programs colour their output even where it is piped: on a terminal,
 * Node's test runner sets FORCE_COLOR. Each file that starts programs imports this, since it compares or reads
 * what they print.
 */
for (const name of ['FORCE_COLOR', 'CLICOLOR_FORCE', 'npm_config_color']) delete process.env[name]
