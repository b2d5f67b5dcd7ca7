import { supportedAlgorithms } from './algorithms.ts'
import { startBenchmark } from './benchmark-tab.ts'
import { element } from './dom.ts'
import './style.css'
import { startTabs } from './tabs.ts'
import { startToken } from './token-tab.ts'

element('versions').textContent = Object.entries(VERSIONS)
  .map((entry) => entry.join(' '))
  .join(' · ')
startTabs()
const waiting = [startBenchmark(), startToken()]
if (globalThis.crypto?.subtle) {
  const algorithms = await supportedAlgorithms()
  for (const ready of waiting) ready(algorithms)
} else {
  element('insecure').hidden = false
  element('bench-status').textContent = ''
}
