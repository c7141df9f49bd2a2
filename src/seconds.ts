/** Instants as whole seconds since 1970 UTC, the unit of columns of time. */

/** The end of time, as far as such a column goes. */
export const FOR_EVER = 2 ** 32 - 1

/** Without an instant, the end of time. */
export const secondsOf = (at: Date | null): number =>
  at === null ? FOR_EVER : Math.min(FOR_EVER, Math.max(0, Math.floor(at.getTime() / 1000)))
