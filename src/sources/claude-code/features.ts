/** Uses of platform features: slash commands, skills, hooks and sub-agents. */
import type { FeatureUse } from '../../facts/index.ts'
import { label, type Row, record, records } from '../row.ts'
import type { Command } from './prompts.ts'
import type { Scene, Sessions, Spot } from './sessions.ts'
import type { ToolUse } from './tool-calls.ts'

type Kind = 'skill' | 'slash_command' | 'hook' | 'subagent'

type Where = Pick<Spot, 'key' | 'at' | 'scene'>

interface Use {
  kind: Kind
  name: string | null
  event: string | null
  command: string | null
  at: number
  scene: Scene
}

const HOOK_RAN = new Set(['hook_success', 'hook_blocking_error', 'hook_non_blocking_error'])

export class Features {
  readonly #uses = new Map<string, Use>()
  /** Skills each session is known to use: transcripts name one again and again while it is active. */
  readonly #skills = new Set<string>()
  /** Stop hooks that were told one by one, by the id of their run. */
  readonly #told = new Map<string, number>()

  /** A use of the tool that starts a sub-agent or loads a skill. */
  tool(use: ToolUse, input: Row | null): void {
    const name = use.name.toLowerCase()
    if (name === 'task' || name === 'agent') {
      this.#add(use, 'subagent', label(input?.subagent_type))
    } else if (name === 'skill') {
      const skill = label(input?.skill) ?? label(input?.command)
      if (skill) this.#skills.add(`${use.scene.session.id} ${skill}`)
      this.#add(use, 'skill', skill)
    }
  }

  command(command: Command, spot: Spot): void {
    if (command.skill) this.skill(command.name, spot)
    else this.#add(below(spot, 'command'), 'slash_command', command.name)
  }

  /** A skill named by rows it is at work in: a use of its own only when nothing else told of it. */
  skill(name: string, spot: Spot): void {
    const known = `${spot.scene.session.id} ${name}`
    if (this.#skills.has(known)) return
    this.#skills.add(known)
    this.#add(below(spot, `skill:${name}`), 'skill', name)
  }

  attachment(attachment: Row, spot: Spot): void {
    if (attachment.type === 'invoked_skills') {
      for (const skill of records(attachment.skills)) {
        const name = label(skill.name)
        if (name) this.skill(name, spot)
      }
      return
    }
    if (typeof attachment.type !== 'string' || !HOOK_RAN.has(attachment.type)) return
    const run = label(attachment.toolUseID)
    if (run) this.#told.set(run, (this.#told.get(run) ?? 0) + 1)
    const event = label(attachment.hookEvent)
    const command = label(attachment.command) ?? label(record(attachment.blockingError)?.command)
    this.#add(below(spot, 'hook'), 'hook', label(attachment.hookName) ?? event, event, command)
  }

  /** The summary of a turn's end names all hooks that ran then, those told one by one among them. */
  stopHooks(summary: Row, spot: Spot): void {
    const told = this.#told.get(label(summary.toolUseID) ?? '') ?? 0
    records(summary.hookInfos).forEach((hook, i) => {
      if (i >= told) this.#add(below(spot, `hook:${i}`), 'hook', 'Stop', 'Stop', label(hook.command))
    })
  }

  #add(
    { key, at, scene }: Where,
    kind: Kind,
    name: string | null,
    event: string | null = null,
    command: string | null = null,
  ): void {
    if (!this.#uses.has(key)) this.#uses.set(key, { kind, name, event, command, at, scene })
  }

  facts(sessions: Sessions): FeatureUse[] {
    return [...this.#uses].map(([key, { scene, at, ...use }]) => ({
      type: 'feature_use',
      at,
      keys: [key],
      completeness: 2,
      ...use,
      ...sessions.context(scene),
    }))
  }
}

/** A use is named by its row and what it is within it. */
const below = ({ key, at, scene }: Spot, name: string): Where => ({ key: `${key}#${name}`, at, scene })
