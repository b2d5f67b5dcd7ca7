/** Tabs by the ARIA Authoring Practices: arrows, Home and End move, and one tab is in the tab order. */
import { element } from './dom.ts'

export function startTabs(): void {
  const tabs = [...document.querySelectorAll<HTMLElement>('[role=tab]')]
  const panelOf = (tab: HTMLElement): string => tab.getAttribute('aria-controls')!
  const select = (chosen: HTMLElement): void => {
    for (const tab of tabs) {
      tab.setAttribute('aria-selected', String(tab === chosen))
      tab.tabIndex = tab === chosen ? 0 : -1
      element(panelOf(tab)).hidden = tab !== chosen
    }
  }
  const open = (tab: HTMLElement): void => {
    select(tab)
    history.replaceState(null, '', `#${panelOf(tab)}`)
  }
  const fromAddress = (): void => select(tabs.find((tab) => location.hash === `#${panelOf(tab)}`) ?? tabs[0]!)
  tabs.forEach((tab, i) => {
    tab.addEventListener('click', () => open(tab))
    tab.addEventListener('keydown', (event) => {
      const target = { ArrowRight: i + 1, ArrowLeft: i - 1 + tabs.length, Home: 0, End: tabs.length - 1 }
      const to = target[event.key as keyof typeof target] as number | undefined
      if (to === undefined) return
      event.preventDefault()
      const next = tabs[to % tabs.length]!
      open(next)
      next.focus()
    })
  })
  addEventListener('hashchange', fromAddress)
  fromAddress()
}
