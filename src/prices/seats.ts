/** Seats as SQL: what they cost over some days, and what falls to each of several people. Money is in nano-USD. */

/** Seats for a number of days, at a price per seat and month; a month is the twelfth part of 365 days. Null stays null. */
export const pricedSeats = (seats: string, priceOfMonth: string, days: string): string =>
  `toInt64(intDiv(toInt128(${seats}) * ${priceOfMonth} * ${days} * 12 + 182, 365))`

/** What falls to each of `heads`; null where there are none. */
export const perHead = (nano: string, heads: string): string =>
  `if(${heads} = 0, NULL, intDiv(toInt64(${nano}), toInt64(if(${heads} = 0, 1, ${heads}))))`
