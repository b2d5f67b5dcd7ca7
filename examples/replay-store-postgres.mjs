// A replay store in PostgreSQL: all processes of a server together accept an assertion once.
//
// How to use it, with your existing pool of the package pg:
//
//   import { createAssertionVerifier } from 'subtle-jws/server'
//   import { createPostgresReplayStore, PURGE, SCHEMA } from './replay-store-postgres.mjs'
//
//   await pool.query(SCHEMA) // once
//   const replayStore = createPostgresReplayStore(pool)
//   const verifier = createAssertionVerifier({ audience, client, replayStore })
//   setInterval(() => pool.query(PURGE).catch(console.warn), 60_000) // in one process
//
// What must be set: the connection of the pool, with a statement_timeout. While the database is down, the
// verifier accepts nothing, and the answer is 503.

/** Creates the table; run it once. */
export const SCHEMA = `create table if not exists replay (key text primary key, expires_at timestamptz not null);
  create index if not exists replay_expires_at on replay (expires_at)`

/** A store in PostgreSQL, with a pool of the package pg. */
export function createPostgresReplayStore(pool) {
  const claim = `insert into replay (key, expires_at) values ($1, to_timestamp($2)) on conflict do nothing`
  return {
    async claim(key, expiresAt) {
      const { rowCount } = await pool.query(claim, [key, expiresAt])
      return rowCount === 1
    },
  }
}

/** Deletes expired keys; run it once a minute. It leaves a minute for clocks that differ. */
export const PURGE = `delete from replay where expires_at < now() - interval '1 minute'`
