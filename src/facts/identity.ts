/** Identities of people as sources report them: e-mail addresses, accounts of agents, logins on machines (G-ID-1). */

/** Names of machines and of networks at home end like this: what stands before is a login, and no mailbox. */
const LOCAL = /\.(?:local|localdomain|lan|internal|home|home\.arpa)$/

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** Whether it is an e-mail address, as opposed to a login on a machine or an account. */
export const isAddress = (identity: string): boolean =>
  ADDRESS.test(identity) && !LOCAL.test(identity.toLowerCase())

/** The form in which an identity is kept: addresses are the same whatever their case. */
export const identityOf = (told: string): string => (told.includes('@') ? told.trim().toLowerCase() : told)
