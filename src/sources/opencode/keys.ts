/** Keys of facts: those that telemetry of OpenCode has as well, and those that copies in forks have in common. */
import type { Tokens } from '../tokens.ts'

/** Ids shorter than this are counted anew in every conversation by some servers. */
const SHORTEST_ID = 10

export class Keys {
  readonly #of: string

  /** `harness` as facts name it: agents built on one engine do not share what they wrote. */
  constructor(harness: string) {
    this.#of = harness
  }

  message(id: string): string {
    return `${this.#of}/msg:${id}`
  }

  /** A call by the time of its message. */
  call(session: string | null, at: number): string {
    return `${this.#of}/call:${session ?? 'none'}:${at}`
  }

  /**
   * The counts of a call within its session: telemetry tells no id of a message. A conversation grows with every call, so
   * that two of one session do not have all four alike.
   */
  usage(session: string | null, tokens: Tokens, out: number | null): string | null {
    const { in_uncached, cache_read, cache_write } = tokens
    if (session === null || in_uncached === null || !out) return null
    return `${this.#of}/usage:${session}:${in_uncached}:${cache_read ?? 0}:${cache_write ?? 0}:${out}`
  }

  /** Ids of tool calls come from the provider, and some count them anew in every conversation. */
  tool(session: string | null, id: string): string {
    return `${this.#of}/tool:${session ?? 'none'}:${id}`
  }

  /** The same, or null for an id that may stand several times in one conversation. */
  ownTool(session: string, id: string): string | null {
    return id.length < SHORTEST_ID ? null : this.tool(session, id)
  }

  /** What names a use of a tool where its id is not told. */
  untoldTool(
    session: string | null,
    told: { tool: string | null; at: number; duration: number | null; bytes: number | null },
  ): string {
    const { tool, at, duration, bytes } = told
    return `${this.#of}/tool-at:${session ?? 'none'}:${tool ?? ''}:${at}:${duration ?? ''}:${bytes ?? ''}`
  }

  prompt(session: string | null, at: number): string {
    return `${this.#of}/prompt:${session ?? 'none'}:${at}`
  }

  skill(session: string | null, named: string | null, at: number): string {
    return `${this.#of}/skill:${session ?? 'none'}:${named ?? ''}:${at}`
  }

  /** A call in whatever session it is copied to: time of its message, model, counts and cost as they are written. */
  copiedCall(at: number, nth: number, model: string | null, told: readonly (number | null)[]): string {
    return `${this.#of}/copy:${at}${nth === 0 ? '' : `#${nth}`}:${model ?? ''}:${told.join(':')}`
  }

  /** `at` is the time of the message that proposed it. */
  copiedTool(at: number, id: string): string {
    return `${this.#of}/tool:${id}@${at}`
  }

  /** What a person typed has no id and no counts: many people share a millisecond, but not all of this. */
  copiedPrompt(at: number, place: readonly (string | null)[]): string {
    return `${this.#of}/prompt-copy:${at}:${place.map((part) => part ?? '').join(':')}`
  }
}
