/** What figures come to. */

/** The value in the middle of the figures, or at another share of them, between neighbours where need be. */
export function quantile(figures, share = 0.5) {
  const sorted = [...figures].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const below = Math.floor(at)
  return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below])
}

/** The median and the quartiles of what two rows of a group are to each other, round by round. */
export function ratio(row, base) {
  const ratios = row.figures.map((figure, i) => figure / base.figures[i])
  return { median: quantile(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) }
}
