/** A thread of a person with its forks and its sub-agents. */
import { DAY } from '../scene.ts'
import { prose, type Use } from '../work.ts'
import { drawProfile } from './profile.ts'
import { type Branching, type Origin, Thread } from './thread.ts'
import type { World } from './world.ts'

const BEGINS_WITH = 9_000

class Person extends Thread {
  /** A second thread that begins with this one's history. */
  fork(): Person | null {
    const { world, profile } = this
    const { random, tally } = world
    const from = random.pick(this.branchings)
    const start = from.clock + random.skewed(600_000, 1.5, 20_000, 2 * DAY)
    if (start > world.end) return null
    const header = profile.build.longHeader ? { forked_from_id: this.id } : {}
    const fork = new Person(world, profile, start, { header, subagent: false, context: 0 })
    fork.replay(this, from)
    tally.trap('forks')
    tally.trap('calls_copied_by_forks', from.reading.spent.calls)
    tally.mistake('forks_counted_again', from.reading.spent)
    if (!profile.build.longHeader) tally.mistake('unnamed_forks_counted_again', from.reading.spent)
    return fork
  }

  protected override drawUse(): Use {
    const { world, profile } = this
    if (!profile.build.subagents || !world.random.chance(0.015)) return super.drawUse()
    return { kind: 'agent', about: prose(world, 5), command: '', output: '', status: 'ok', ms: 50 }
  }

  protected override during(use: Use): void {
    if (use.kind !== 'agent') return
    const { random, tally } = this.world
    const { version } = this.profile.build
    const history = random.chance(0.2)
    const spawn = { parent_thread_id: this.id, depth: 1, agent_role: 'explorer' }
    const forked = history && version === '0.146.0' ? { forked_from_id: this.id } : {}
    const origin: Origin = {
      header: { ...forked, source: { subagent: { thread_spawn: spawn } } },
      ...{ subagent: true, context: BEGINS_WITH },
    }
    const from: Branching = this.here()
    const child = new Thread(this.world, this.profile, this.clock + 40, origin)
    if (history) {
      child.replay(this, from)
      tally.trap('subagents_with_history')
      tally.trap('calls_copied_by_subagents', from.reading.spent.calls)
      tally.mistake('subagent_history_counted_again', from.reading.spent)
    }
    child.turns(1)
    child.close()
    use.ms = Math.max(50, child.clock - this.clock)
    use.output = JSON.stringify({ agent_id: child.id, status: { completed: prose(this.world, 12) } })
  }
}

/** A new thread, some turns, and sometimes forks of it. */
export function tell(world: World, start: number, age: number): void {
  const { random } = world
  const profile = drawProfile(random, age)
  const origin = { header: {}, subagent: false, context: BEGINS_WITH + random.int(0, 6_000) }
  let base = new Person(world, profile, start, origin)
  base.turns(random.skewed(7, 1.1, 1, 120))
  base.close()
  while (random.chance(0.13)) {
    const fork = base.fork()
    if (!fork) break
    fork.turns(random.skewed(4, 0.9, 1, 40))
    fork.close()
    base = fork
  }
}
