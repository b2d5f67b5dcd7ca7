/**
 * Runs the benchmark off the page's thread: Chromium signs on the calling thread, which would block the page.
 * Ending the worker ends the run at once.
 */
import type { JwsAlgorithm } from '../../../dist/index.js'
import { prepare } from './contestants.ts'
import { measure } from './measure.ts'
import type { Round, Setup } from './rounds.ts'

/** The messages to the page. */
export type News =
  | { readonly kind: 'checked' }
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'round'; readonly round: Round }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string }

const tell = (news: News): void => postMessage(news)

async function run(setup: Setup): Promise<void> {
  const contestants = await prepare(setup.alg as JwsAlgorithm, setup.bits)
  tell({ kind: 'checked' })
  const progress = (fraction: number): void => tell({ kind: 'progress', fraction })
  for await (const round of measure(contestants, setup, progress)) tell({ kind: 'round', round })
  tell({ kind: 'done' })
}

addEventListener('message', ({ data }: MessageEvent<Setup>) => {
  run(data).catch(({ message }: Error) => tell({ kind: 'failed', message }))
})
