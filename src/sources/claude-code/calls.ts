/** The model calls of a file: rows that belong to one call are brought together, and one of them tells its tokens. */
import { type Drops, drop, type Message, type ModelCall } from '../../facts/index.ts'
import { providerOf } from '../provider.ts'
import { label, type Row, record } from '../row.ts'
import type { Scene, Sessions, Spot } from './sessions.ts'
import { extraOf, type Usage } from './usage.ts'

/** What one row tells of its call. */
interface Told {
  usage: Usage
  stopped: boolean
  request: string | null
  sidechain: boolean
  model: string | null
  effort: string | null
}

interface Call {
  key: string
  message: string | null
  at: number
  scene: Scene
  mode: string | null
  told: Told | null
  extra: Record<string, number> | undefined
}

export class Calls {
  readonly #drops: Drops
  readonly #byKey = new Map<string, Call>()

  constructor(drops: Drops) {
    this.#drops = drops
  }

  add(row: Row, message: Row, usage: Usage | null, spot: Spot, mode: string | null): void {
    const { scene, at } = spot
    const request = label(row.requestId)
    const id = label(message.id)
    const key = id ? `claude-code/msg:${id}` : request ? `claude-code/req:${request}` : spot.key
    let call = this.#byKey.get(key)
    if (!call) {
      call = { key, message: id, at, scene, mode, told: null, extra: undefined }
      this.#byKey.set(key, call)
    }
    if (!usage) {
      drop(this.#drops, 'no_usage')
      if (at < call.at) call.at = at
      return
    }
    const told: Told = {
      usage,
      stopped: typeof message.stop_reason === 'string' && message.stop_reason !== '',
      request,
      sidechain: scene.sidechain,
      model: label(message.model),
      effort: label(row.effort),
    }
    // Rows are gone once the next one is read, so what is kept of the one that counts is taken here.
    if (this.#take(call, told, scene, at)) call.extra = extraOf(record(message.usage) ?? {})
  }

  /** Whether this row is, so far, the one that counts. */
  #take(call: Call, told: Told, scene: Scene, at: number): boolean {
    const before = call.told
    // An aside replays the main conversation with request ids of its own: only the original is a call.
    if (before && before.sidechain !== told.sidechain && before.request !== told.request) {
      drop(this.#drops, 'replayed_call', (told.sidechain ? told : before).usage.tokens)
      if (!told.sidechain) Object.assign(call, { told, scene, at })
      return !told.sidechain
    }
    if (scene.rank < call.scene.rank) call.scene = scene
    if (at < call.at) call.at = at
    if (!before) {
      call.told = told
      return true
    }
    const further = told.usage.progress > before.usage.progress
    const finished = told.usage.progress === before.usage.progress && told.stopped && !before.stopped
    const wins = further || finished
    drop(this.#drops, 'repeated_row', (wins ? before : told).usage.tokens)
    if (wins) call.told = told
    return wins
  }

  facts(sessions: Sessions): (Message | ModelCall)[] {
    const facts: (Message | ModelCall)[] = []
    const requests = new Set<string>()
    for (const call of this.#byKey.values()) {
      const context = sessions.context(call.scene)
      const told = call.told
      const keys = [call.key]
      // Some gateways repeat request ids: these must not make two messages one call.
      if (call.message && told?.request && !requests.has(told.request)) {
        requests.add(told.request)
        keys.push(`claude-code/req:${told.request}`)
      }
      facts.push({
        type: 'message',
        at: call.at,
        // One key: telemetry knows the message by its request alone, and a second one would cost as much as the fact.
        keys: keys.slice(-1),
        completeness: 2,
        role: 'assistant',
        human: false,
        ...context,
      })
      if (!told) continue
      if (!told.usage.plausible) {
        drop(this.#drops, 'implausible_count', told.usage.tokens)
        continue
      }
      facts.push({
        type: 'model_call',
        at: call.at,
        keys,
        completeness: told.stopped ? 2 : 1,
        provider: providerOf(told.model, call.message),
        model: told.model,
        tier: told.usage.tier,
        in_uncached: told.usage.in_uncached,
        cache_read: told.usage.cache_read,
        cache_write: told.usage.cache_write,
        cache_write_1h: told.usage.cache_write_1h,
        out: told.usage.out,
        reasoning: told.usage.reasoning,
        latency_ms: null,
        status: 'ok',
        effort: told.effort,
        autonomy_mode: call.mode,
        extra: call.extra,
        ...context,
      })
    }
    return facts
  }
}
