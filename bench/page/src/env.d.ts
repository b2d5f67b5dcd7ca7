/** The versions of the contestants by name, inserted by the build. */
declare const VERSIONS: { readonly [name: string]: string }

declare module '*.css'

declare module '*?worker&inline' {
  const InlineWorker: new () => Worker
  export default InlineWorker
}
