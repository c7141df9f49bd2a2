/** What tests choose by that cannot run everything each time. */

/** Another one each day, the same all day; TACHOGRAPH_SEED sets it. */
export const SEED = Number(process.env.TACHOGRAPH_SEED ?? Math.floor(Date.now() / 86_400_000))
