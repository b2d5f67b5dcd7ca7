/** The versions of what is compared, by name: written in by the build. */
declare const VERSIONS: { readonly [name: string]: string }

declare module '*.css'

declare module '*?worker&inline' {
  const InlineWorker: new () => Worker
  export default InlineWorker
}
