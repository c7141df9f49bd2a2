/** Prices: the only place where tokens meet money. */
export {
  type BillableTable,
  billableTable,
  DEFAULT_BILLABLE,
  MODEL_TIER,
  MODEL_TIERS,
  weighted,
  weightedSum,
  weightedTokens,
} from './billable.ts'
export { assess, type Cost, type CostedCall, costNano, costOf, nanoOf, pricedNano, rateJoin } from './cost.ts'
export { modelFamily } from './family.ts'
export { type PriceOverride, priceOverride, priceOverrides } from './overrides.ts'
export { type Priced, priceVersion, type Rate, ratesFor } from './rate.ts'
export { perHead, pricedSeats } from './seats.ts'
