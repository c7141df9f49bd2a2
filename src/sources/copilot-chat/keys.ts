/** What the facts of the chat of VS Code are called where Copilot has no name for them. */
export const HARNESS = 'copilot-chat'

/** Ids of requests and rounds are random; one that is missing is known by its place. */
export const requestKey = (id: string): string => `copilot/request:${id}`
export const roundKey = (id: string): string => `copilot/round:${id}`
