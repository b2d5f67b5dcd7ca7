// A Worker that runs entries on request. Its own clock stands still while it computes, so it is timed from
// outside.
import { groupsOf } from './bench.mjs'
import task from './task.mjs'

let groups
const entries = new Map()

async function entriesOf(group) {
  if (!entries.has(group)) entries.set(group, (await groups)[group].entries())
  return entries.get(group)
}

async function answer({ pathname, searchParams }) {
  const [group, entry, times] = ['group', 'entry', 'times'].map((name) => Number(searchParams.get(name)))
  groups ??= groupsOf(task)
  if (pathname === '/groups') return groups
  if (pathname === '/entries') return entriesOf(group)
  const { run } = (await entriesOf(group))[entry]
  for (let i = 0; i < times; i++) await run()
  return {}
}

export default {
  async fetch({ url }) {
    try {
      return Response.json(await answer(new URL(url)))
    } catch (error) {
      return new Response(String(error), { status: 500 })
    }
  },
}
