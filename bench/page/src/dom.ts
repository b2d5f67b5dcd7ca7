/** What both tabs need of the page. */

/** The element with an id, which is in index.html. */
export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id)
  if (!found) throw new Error(`index.html has no #${id}`)
  return found as T
}

/** A new element with a class, and what is in it: text is text, never HTML. */
export function make(tag: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...children)
  return made
}

/** Offer these choices in a select, and keep the one that was chosen where it is still there. */
export function offer(
  select: HTMLSelectElement,
  choices: readonly (readonly [value: string, label: string])[],
  chosen = select.value,
): void {
  select.replaceChildren(
    ...choices.map(([value, label]) => new Option(label, value, false, value === chosen)),
  )
}

/** Change a text only where it differs: a live region that is set again is read out again. */
export function say(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text
}

/** Put a text on the clipboard, and say so on the button for a moment. Gives false where the browser refuses. */
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
