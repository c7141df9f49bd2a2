/** Bins of durations: whole milliseconds by their logarithm, so that percentiles of any number of them can be read at once. */

/**
 * Bin 0 holds 0 ms, and bin 1 + i what lies between G^(i − ½) and G^(i + ½) ms with G = 1.02; i = 0 holds 1 ms. A bin stands
 * for its geometric middle, G^i ms.
 *
 * Error: for x in the bin, G^i / x lies between G^−½ = 0.9901 and G^½ = 1.00995, so the middle is less than 1 % off. Bins
 * keep the order of durations, so the k-th least duration lies in the bin that is found for k, and a point between two of
 * them (interpolation, G-NUM-2) is less than 1 % off as well. An edge G^(i ± ½) is no rational number, so no duration
 * lies on one, and the rounding of floats cannot matter but for one that is 1 % off already.
 */
const GROWTH = 1.02
const FIRST = 1

const binOf = (ms: string): string =>
  `toUInt16(if(${ms} = 0, 0, ${FIRST} + round(log(greatest(${ms}, 1)) / log(${GROWTH}))))`

/** SQL aggregate: the bin of each duration (whole ms) that is not null, in any order. */
export const binsOf = (ms: string): string => `groupArrayIf(${binOf(`ifNull(${ms}, 0)`)}, isNotNull(${ms}))`

/** SQL: the duration in ms that a bin stands for. */
export const middleOf = (bin: string): string =>
  `if(${bin} = 0, 0, pow(${GROWTH}, toInt32(${bin}) - ${FIRST}))`
