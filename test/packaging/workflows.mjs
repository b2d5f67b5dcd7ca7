/** Tests GitHub's workflows: their form, and the steps that a release needs. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { output, root, run, tool } from './project.mjs'

const folder = join(root, '.github/workflows')
const workflows = Object.fromEntries(
  readdirSync(folder).map((file) => [file, parse(readFileSync(join(folder, file), 'utf8'))]),
)
const { 'ci.yml': ci, 'publish.yml': publish } = workflows
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const commands = ({ steps }) => steps.map((step) => step.run).filter(Boolean)

test('the workflows have the form that GitHub’s schema asks for', async () => {
  assert.deepEqual(Object.keys(workflows), ['ci.yml', 'publish.yml'])
  for (const file of Object.keys(workflows)) {
    await output(process.execPath, [tool('@action-validator/cli/cli.mjs'), join(folder, file)])
  }
})

test('each job has a deadline, actions named by commit, and no right but to read, or to publish', () => {
  for (const [file, { permissions, concurrency, jobs }] of Object.entries(workflows)) {
    assert.deepEqual(permissions, { contents: 'read' }, file)
    assert.ok(concurrency.group, file)
    for (const [name, job] of Object.entries(jobs)) {
      assert.ok(job['timeout-minutes'] <= 90, `${file} ${name}`)
      const mayPublish = file === 'publish.yml' && job.needs === 'gate'
      const rights = mayPublish ? { contents: 'read', 'id-token': 'write' } : undefined
      assert.deepEqual(job.permissions, rights, `${file} ${name}`)
      for (const { uses } of job.steps) if (uses) assert.match(uses, /^[\w/-]+@[0-9a-f]{40}$/)
    }
  }
})

test('both run the gate, in the Node that .ci/run asks for', () => {
  for (const { jobs } of [ci, publish]) {
    assert.ok(commands(jobs.gate).includes('bash .ci/run'))
    assert.match(jobs.gate.container.image, /^node:20-/)
  }
  assert.deepEqual(ci.on, { push: { branches: ['main'] }, pull_request: null })
  assert.deepEqual(publish.on, { push: { tags: ['v*'] } })
})

test('a tag that is not the version is not published', async () => {
  const { steps } = publish.jobs.gate
  const command = steps.find(({ name }) => name === 'The tag is the version').run
  for (const [tag, how] of [
    [`v${version}`, 'exit code 0'],
    ['v999.0.0', 'exit code 1'],
    [version, 'exit code 1'],
  ]) {
    assert.equal(
      (await run('sh', ['-c', command], { cwd: root, env: { GITHUB_REF_NAME: tag } })).how,
      how,
      tag,
    )
  }
})

test('each image that may publish is named to the patch', () => {
  for (const name of ['npm', 'jsr'])
    assert.match(publish.jobs[name].container, /^node:\d+\.\d+\.\d+-bookworm$/)
})

test('publishing: after the gate, with provenance, and by nothing but the Deno that is tested', () => {
  assert.ok(commands(publish.jobs.npm).includes('npm publish --provenance --access public'))
  assert.deepEqual(commands(publish.jobs.jsr).slice(-2), [
    'npm ci --ignore-scripts --prefix .github/deno',
    '.github/deno/node_modules/@deno/linux-x64-glibc/deno publish --no-lock',
  ])
  const packagesOf = (path) =>
    JSON.parse(readFileSync(join(root, path, 'package-lock.json'), 'utf8')).packages
  const { '': _, ...installed } = packagesOf('.github/deno')
  const deno = 'node_modules/@deno/linux-x64-glibc'
  assert.deepEqual(Object.keys(installed), [deno])
  assert.equal(installed[deno].integrity, packagesOf('test/runtimes')[deno].integrity)
})
