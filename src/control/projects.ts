/** Projects and repositories of an organisation, and the other names under which facts know them. */
import { randomUUID } from 'node:crypto'
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import { type Actor, type AuditEventType, OPERATOR } from './audit.ts'
import type { Changed, Changes } from './changes.ts'
import type { Database } from './database.ts'
import { idOf, missing, nameOf, namesOf, taken } from './naming.ts'
import { mustAdminister } from './roles.ts'
import { project, projectAlias, repository, repositoryAlias } from './schema.ts'

export interface Project {
  id: string
  name: string
  /** Other names that facts carry in `project`. */
  aliases: string[]
  /** Names of its repositories. */
  repositories: string[]
  created_at: Date
}

export interface Repository {
  id: string
  /** As facts carry it in `repo`. */
  name: string
  /** Other names that facts carry in `repo`. */
  aliases: string[]
  /** Name of its project. */
  project: string | null
  created_at: Date
}

const LONGEST_PROJECT = 200
const LONGEST_REPOSITORY = 300

export class Projects {
  readonly #changes: Changes

  constructor(changes: Changes) {
    this.#changes = changes
  }

  /** By name. Errors: `forbidden`. */
  async list(organisation: string, by: Actor = OPERATOR): Promise<Project[]> {
    mustAdminister(by)
    return projectsOf(this.#changes.db, organisation)
  }

  /** Errors: `forbidden`. */
  async repositories(organisation: string, by: Actor = OPERATOR): Promise<Repository[]> {
    mustAdminister(by)
    return repositoriesOf(this.#changes.db, organisation)
  }

  /** Repositories that are not known are made known. Errors: `forbidden`, `bad_param` (`name`, `aliases`, `repositories`), `conflict`. */
  async create(
    organisation: string,
    told: { name: string; aliases?: readonly string[]; repositories?: readonly string[] },
    by: Actor = OPERATOR,
  ): Promise<Project> {
    mustAdminister(by)
    const name = nameOf('name', told.name, LONGEST_PROJECT)
    return this.#changes.make(organisation, by, async (tx) => {
      const [made] = await tx
        .insert(project)
        .values({ id: randomUUID(), organisation_id: organisation, name })
        .onConflictDoNothing()
        .returning({ id: project.id })
      if (!made) throw taken('a project', name)
      await setProjectAliases(tx, organisation, made.id, told.aliases ?? [])
      await setRepositories(tx, organisation, made.id, told.repositories ?? [])
      return this.#project(tx, organisation, made.id, 'project.created')
    })
  }

  /** Lists that are told are all that there is then. Errors: as those of `create`, and `not_found`. */
  async change(
    organisation: string,
    told: string,
    to: { name?: string; aliases?: readonly string[]; repositories?: readonly string[] },
    by: Actor = OPERATOR,
  ): Promise<Project> {
    mustAdminister(by)
    return this.#changes.make(organisation, by, async (tx) => {
      const found = (await projectsOf(tx, organisation)).find(named(told))
      if (!found) throw missing('project', told)
      const { id } = found
      if (to.name !== undefined) {
        const name = nameOf('name', to.name, LONGEST_PROJECT)
        const same = eq(sql`lower(${project.name})`, name.toLowerCase())
        const [other] = await tx
          .select({ id: project.id })
          .from(project)
          .where(and(eq(project.organisation_id, organisation), same, ne(project.id, id)))
        if (other) throw taken('a project', name)
        await tx.update(project).set({ name }).where(eq(project.id, id))
      }
      if (to.aliases) await setProjectAliases(tx, organisation, id, to.aliases)
      if (to.repositories) await setRepositories(tx, organisation, id, to.repositories)
      return this.#project(tx, organisation, id, 'project.changed')
    })
  }

  /** Errors: `forbidden`, `bad_param` (`name`, `aliases`), `conflict`. */
  async createRepository(
    organisation: string,
    told: { name: string; aliases?: readonly string[] },
    by: Actor = OPERATOR,
  ): Promise<Repository> {
    mustAdminister(by)
    const name = nameOf('name', told.name, LONGEST_REPOSITORY)
    return this.#changes.make(organisation, by, async (tx) => {
      const [made] = await tx
        .insert(repository)
        .values({ id: randomUUID(), organisation_id: organisation, name })
        .onConflictDoNothing()
        .returning({ id: repository.id })
      if (!made) throw taken('a repository', name)
      await setRepositoryAliases(tx, organisation, made.id, told.aliases ?? [])
      return this.#repository(tx, organisation, made.id, 'repository.created')
    })
  }

  /** The aliases that are told are all that there are then. Errors: as those of `createRepository`, and `not_found`. */
  async changeRepository(
    organisation: string,
    told: string,
    to: { aliases: readonly string[] },
    by: Actor = OPERATOR,
  ): Promise<Repository> {
    mustAdminister(by)
    return this.#changes.make(organisation, by, async (tx) => {
      const found = (await repositoriesOf(tx, organisation)).find(named(told))
      if (!found) throw missing('repository', told)
      await setRepositoryAliases(tx, organisation, found.id, to.aliases)
      return this.#repository(tx, organisation, found.id, 'repository.changed')
    })
  }

  async #project(
    tx: Database,
    organisation: string,
    id: string,
    type: Extract<AuditEventType, `project.${string}`>,
  ): Promise<Changed<Project>> {
    const result = (await projectsOf(tx, organisation)).find((one) => one.id === id) as Project
    const { name, aliases, repositories } = result
    const payload = { name, aliases, repositories }
    return { result, change: { type, target: { kind: 'project', id }, payload } }
  }

  async #repository(
    tx: Database,
    organisation: string,
    id: string,
    type: Extract<AuditEventType, `repository.${string}`>,
  ): Promise<Changed<Repository>> {
    const result = (await repositoriesOf(tx, organisation)).find((one) => one.id === id) as Repository
    const { name, aliases } = result
    return { result, change: { type, target: { kind: 'repository', id }, payload: { name, aliases } } }
  }
}

/** Whether something is meant by what was told: its id or its name. */
function named(told: string): (one: { id: string; name: string }) => boolean {
  const id = idOf(told)
  return (one) => (id ? one.id === id : one.name.toLowerCase() === told.trim().toLowerCase())
}

async function projectsOf(db: Database, organisation: string): Promise<Project[]> {
  const rows = await db
    .select({ id: project.id, name: project.name, created_at: project.created_at })
    .from(project)
    .where(eq(project.organisation_id, organisation))
    .orderBy(asc(sql`lower(${project.name})`))
  const aliases = await db
    .select({ id: projectAlias.project_id, name: projectAlias.alias })
    .from(projectAlias)
    .where(eq(projectAlias.organisation_id, organisation))
    .orderBy(asc(projectAlias.alias))
  const repositories = await db
    .select({ id: repository.project_id, name: repository.name })
    .from(repository)
    .where(eq(repository.organisation_id, organisation))
    .orderBy(asc(repository.name))
  const of = (list: { id: string | null; name: string }[], id: string) =>
    list.filter((one) => one.id === id).map(({ name }) => name)
  return rows.map((row) => ({ ...row, aliases: of(aliases, row.id), repositories: of(repositories, row.id) }))
}

async function repositoriesOf(db: Database, organisation: string): Promise<Repository[]> {
  const rows = await db
    .select({
      ...{ id: repository.id, name: repository.name, created_at: repository.created_at },
      project: project.name,
    })
    .from(repository)
    .leftJoin(project, eq(project.id, repository.project_id))
    .where(eq(repository.organisation_id, organisation))
    .orderBy(asc(sql`lower(${repository.name})`))
  const aliases = await db
    .select({ id: repositoryAlias.repository_id, name: repositoryAlias.alias })
    .from(repositoryAlias)
    .where(eq(repositoryAlias.organisation_id, organisation))
    .orderBy(asc(repositoryAlias.alias))
  return rows.map((row) => ({
    ...row,
    aliases: aliases.filter(({ id }) => id === row.id).map(({ name }) => name),
  }))
}

async function setProjectAliases(tx: Database, organisation: string, id: string, told: readonly string[]) {
  const aliases = namesOf('aliases', told)
  await tx.delete(projectAlias).where(eq(projectAlias.project_id, id))
  if (aliases.length === 0) return
  const made = await tx
    .insert(projectAlias)
    .values(aliases.map((alias) => ({ organisation_id: organisation, alias, project_id: id })))
    .onConflictDoNothing()
    .returning({ alias: projectAlias.alias })
  mustBeAll(aliases, made)
}

async function setRepositoryAliases(tx: Database, organisation: string, id: string, told: readonly string[]) {
  const aliases = namesOf('aliases', told)
  await tx.delete(repositoryAlias).where(eq(repositoryAlias.repository_id, id))
  if (aliases.length === 0) return
  const made = await tx
    .insert(repositoryAlias)
    .values(aliases.map((alias) => ({ organisation_id: organisation, alias, repository_id: id })))
    .onConflictDoNothing()
    .returning({ alias: repositoryAlias.alias })
  mustBeAll(aliases, made)
}

/** Errors: `conflict` for an alias that is another's. */
function mustBeAll(told: readonly string[], made: readonly { alias: string }[]): void {
  const free = new Set(made.map(({ alias }) => alias))
  const other = told.find((alias) => !free.has(alias))
  if (other !== undefined) throw taken('an alias', other)
}

/** Makes these the repositories of a project; a repository is of one project at a time. */
async function setRepositories(tx: Database, organisation: string, id: string, told: readonly string[]) {
  const names = namesOf('repositories', told)
  await tx.update(repository).set({ project_id: null }).where(eq(repository.project_id, id))
  if (names.length === 0) return
  await tx
    .insert(repository)
    .values(names.map((name) => ({ id: randomUUID(), organisation_id: organisation, name })))
    .onConflictDoNothing()
  const lower = names.map((name) => name.toLowerCase())
  await tx
    .update(repository)
    .set({ project_id: id })
    .where(and(eq(repository.organisation_id, organisation), inArray(sql`lower(${repository.name})`, lower)))
}
