/** An invented organisation and its agents: the facts behind `tachograph demo`, and the sums they must lead to. */
import type { Fact } from '../facts/index.ts'
import { Calendar, DAY } from './calendar.ts'
import { DeliveryTeller, planDeliveries } from './delivery.ts'
import { type DemoSummary, Ledger } from './ledger.ts'
import { burning, members, pipelines, Releases, seats, uptime } from './operations.ts'
import { type Staff, staff } from './people.ts'
import { tellSession } from './session.ts'
import { planSessions, type SessionPlan } from './session-plan.ts'
import { toldAt } from './telling.ts'
import { planItems } from './work-items.ts'

export type { DemoSummary } from './ledger.ts'

export interface DemoOptions {
  /** Another seed is another organisation. */
  seed?: number
  people?: number
  /** Calendar days, UTC; the last is the one that `end` cuts off. */
  days?: number
  /** In ms since 1970 UTC, exclusive: nothing lies after it. */
  end: number
}

const BATCH = 5000

/** All of it planned, nothing told: what belongs to each day. */
interface Plan {
  calendar: Calendar
  staff: Staff
  sessions: SessionPlan[][]
  delivered: Fact[][]
}

function planOf({ seed = 1, people = 40, days = 90, end }: DemoOptions): Plan {
  const calendar = new Calendar(days, end)
  const crew = staff(people, calendar, seed)
  const items = planItems(crew.people, calendar, seed)
  const sessions: SessionPlan[][] = Array.from({ length: days }, () => [])
  const plans = planSessions(crew, items, calendar, seed)
  for (const plan of plans) sessions[plan.day]?.push(plan)
  const delivered: Fact[][] = Array.from({ length: days }, () => [])
  const keep = (fact: Fact | null) => {
    if (!fact || toldAt(fact) >= end) return
    delivered[Math.max(0, Math.floor((toldAt(fact) - calendar.first) / DAY))]?.push(fact)
  }
  const deliveries = planDeliveries(items.flat(), plans, seed)
  const teller = new DeliveryTeller(crew, end)
  const releases = new Releases(crew, end)
  for (const delivery of deliveries) {
    for (const fact of teller.tell(delivery)) keep(fact)
    for (const fact of pipelines(delivery, end)) keep(fact)
  }
  for (const fact of releases.tell(deliveries)) keep(fact)
  for (const fact of uptime(releases.outages, calendar)) keep(fact)
  for (const fact of seats(crew.people, calendar)) keep(fact)
  for (const fact of burning(calendar, seed)) keep(fact)
  return { calendar, staff: crew, sessions, delivered }
}

function* tell({ calendar, staff: crew, sessions, delivered }: Plan, ledger: Ledger): Generator<Fact[]> {
  for (const fact of members(crew, calendar.end)) ledger.add(fact)
  for (let day = calendar.days - 1; day >= 0; day--) {
    for (const plan of sessions[day] ?? []) tellSession(plan, ledger, day === calendar.outage)
    for (const fact of delivered[day] ?? []) ledger.add(fact)
    const facts = ledger.take()
    for (let from = 0; from < facts.length; from += BATCH) yield facts.slice(from, from + BATCH)
  }
}

/** Batches of facts, newest day first. The same options tell the same facts. */
export function* demoFacts(options: DemoOptions): Generator<Fact[]> {
  yield* tell(planOf(options), new Ledger(options.end))
}

/** The sums over everything `demoFacts` tells with the same options. */
export function demoSummary(options: DemoOptions): DemoSummary {
  const ledger = new Ledger(options.end)
  for (const _ of tell(planOf(options), ledger));
  return ledger.summary
}
