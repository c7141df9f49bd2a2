/** Tells ids that are unique everywhere from those that are given anew in every conversation. */

/** Shorter ids are counted anew by some servers: Ollama has a thousand of them. */
const SHORTEST_ID = 16

/** An id that is unique among all conversations, as far as it looks; else null. */
export const uniqueId = (id: string | null): string | null =>
  id === null || id.length < SHORTEST_ID || /:\d+$/.test(id) ? null : id
