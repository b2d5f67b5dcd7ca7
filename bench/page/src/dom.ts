/** Helpers for the page's elements that both tabs use. */

/** The element of index.html with this id. */
export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id)
  if (!found) throw new Error(`index.html has no #${id}`)
  return found as T
}

/** Make an element with a class and children. Strings become text, never HTML. */
export function make(tag: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...children)
  return made
}

/** Offer these choices in a select, and keep the current one if it is among them. */
export function offer(
  select: HTMLSelectElement,
  choices: readonly (readonly [value: string, label: string])[],
  chosen = select.value,
): void {
  select.replaceChildren(
    ...choices.map(([value, label]) => new Option(label, value, false, value === chosen)),
  )
}

/** Set a text only if it differs, since a live region that is set again is read out again. */
export function say(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text
}

/**
 * Copy a text to the clipboard, and say so on the button for a moment. Gives false if the browser refuses.
 */
export async function copy(button: HTMLButtonElement, text: string): Promise<boolean> {
  const { textContent: label } = button
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    return false
  }
  button.textContent = 'Copied'
  button.disabled = true
  setTimeout(() => {
    button.textContent = label
    button.disabled = false
  }, 1500)
  return true
}
