/** Builds the page as one HTML file, which opens from disk as well as from a server. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const versionOf = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).version

const sourceOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * Inline the script and the style, with a policy that allows these two, the script's worker, and no
 * connection. A page that is opened from disk cannot load modules from other files, but it can run an inline
 * one.
 */
function oneFile() {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      const files = Object.values(bundle)
      const page = files.find(({ fileName }) => fileName.endsWith('.html'))
      // A script element ends at the first </script, even inside a string.
      const script = files.find(({ type }) => type === 'chunk').code.replaceAll('</script', '<\\/script')
      const style = files.find(({ fileName }) => fileName.endsWith('.css')).source
      const policy = [
        "default-src 'none'",
        "connect-src 'none'",
        `script-src ${sourceOf(script)}`,
        `style-src ${sourceOf(style)}`,
        'worker-src blob:',
        'img-src data:',
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; ')
      page.source = page.source
        .replace(/\s*<script type="module"[^>]*><\/script>/, '')
        .replace(/\s*<link rel="stylesheet"[^>]*>/, '')
        .replace('<!-- csp -->', `<meta http-equiv="Content-Security-Policy" content="${policy}" />`)
        .replace('</head>', () => `<style>${style}</style>\n  </head>`)
        .replace('</body>', () => `<script type="module">${script}</script>\n  </body>`)
      for (const { fileName } of files) if (fileName !== page.fileName) delete bundle[fileName]
    },
  }
}

export default {
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  plugins: [oneFile()],
  define: {
    VERSIONS: JSON.stringify({
      'subtle-jws': versionOf('../../package.json'),
      jose: versionOf('node_modules/jose/package.json'),
    }),
  },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1000,
  },
}
