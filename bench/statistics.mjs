/** Quantiles and ratios of figures. */

/**
 * The median of the figures, or another quantile, by a share from 0 to 1, interpolated between neighbours.
 */
export function quantile(figures, share = 0.5) {
  const sorted = [...figures].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const below = Math.floor(at)
  const lower = sorted[below]
  const upper = sorted[below + 1] ?? lower
  return lower + (at - below) * (upper - lower)
}

/** The median and the quartiles of the round-by-round ratios between two rows of a group. */
export function ratio(row, base) {
  const ratios = row.figures.map((figure, i) => figure / base.figures[i])
  return { median: quantile(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) }
}
