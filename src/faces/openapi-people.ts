/** The part of the OpenAPI description that is about people, teams, keys, settings and the audit log. */
import { z } from 'zod'
import * as contract from './contract-people.ts'
import { failure, json, schemaOf } from './openapi-schema.ts'

interface Operation {
  operationId: string
  summary: string
  answer: z.ZodType
  body?: z.ZodType
  query?: z.ZodType
  /** Names within the address. */
  path?: Readonly<Record<string, string>>
}

function operation({ operationId, summary, answer, body, query, path = {} }: Operation) {
  const { properties = {} } = (query ? schemaOf(query) : {}) as { properties?: Record<string, object> }
  const parameters = [
    ...Object.entries(path).map(([name, description]) => ({
      ...{ name, in: 'path', required: true, description, schema: { type: 'string' } },
    })),
    ...Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema })),
  ]
  return {
    operationId,
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, ...json(schemaOf(body)) } } : {}),
    responses: { 200: { description: summary, ...json(schemaOf(answer)) }, default: failure },
  }
}

const list = (entry: z.ZodType) => z.object({ data: z.array(entry) })
const USER = { id: 'Id, address or alias.' }
const NAMED = { id: 'Id or name.' }
const MEMBER = { ...NAMED, user: 'Id, address or alias of the person.' }
const { user, team, teamWithPeople, serviceAccount, project, repository } = contract

/** `admin` is for owners and admins; a manager sees and changes what is of their teams. */
export const PEOPLE_PATHS = {
  '/api/v1/users': {
    get: operation({
      ...{ operationId: 'listUsers', summary: 'People of the organisation, by address' },
      ...{ query: contract.usersQuestion, answer: contract.usersAnswer },
    }),
    post: operation({
      ...{ operationId: 'createUser', summary: 'Add a person', body: contract.newUser, answer: user },
    }),
  },
  '/api/v1/users/{id}': {
    get: operation({ operationId: 'user', summary: 'A person', path: USER, answer: user }),
    patch: operation({
      ...{ operationId: 'changeUser', summary: 'Change the name or the aliases of a person' },
      ...{ path: USER, body: contract.userChange, answer: user },
    }),
  },
  '/api/v1/users/{id}/role': {
    put: operation({
      ...{ operationId: 'setUserRole', summary: 'Give a person another role' },
      ...{ path: USER, body: contract.roleChange, answer: user },
    }),
  },
  '/api/v1/users/{id}/deactivate': {
    post: operation({
      ...{ operationId: 'deactivateUser', summary: 'End what a person may do', path: USER, answer: user },
    }),
  },
  '/api/v1/users/{id}/reactivate': {
    post: operation({
      ...{ operationId: 'reactivateUser', summary: 'Take back who had left', path: USER, answer: user },
    }),
  },
  '/api/v1/teams': {
    get: operation({ operationId: 'listTeams', summary: 'Teams, by name', answer: list(team) }),
    post: operation({
      ...{ operationId: 'createTeam', summary: 'Make a team', body: contract.teamName, answer: team },
    }),
  },
  '/api/v1/teams/{id}': {
    get: operation({
      ...{ operationId: 'team', summary: 'A team and everybody who is or was in it' },
      ...{ path: NAMED, answer: teamWithPeople },
    }),
    patch: operation({
      ...{ operationId: 'renameTeam', summary: 'Give a team another name' },
      ...{ path: NAMED, body: contract.teamName, answer: team },
    }),
    delete: operation({ operationId: 'deleteTeam', summary: 'End a team', path: NAMED, answer: team }),
  },
  '/api/v1/teams/{id}/members': {
    post: operation({
      ...{ operationId: 'addTeamMember', summary: 'Take a person into a team' },
      ...{ path: NAMED, body: contract.newMember, answer: teamWithPeople },
    }),
  },
  '/api/v1/teams/{id}/members/{user}': {
    patch: operation({
      ...{ operationId: 'changeTeamMember', summary: 'Make a member a manager of the team, or no longer' },
      ...{ path: MEMBER, body: contract.memberChange, answer: teamWithPeople },
    }),
    delete: operation({
      ...{ operationId: 'removeTeamMember', summary: 'End that a person is in a team' },
      ...{ path: MEMBER, query: contract.memberEnd, answer: teamWithPeople },
    }),
  },
  '/api/v1/service-accounts': {
    get: operation({
      ...{ operationId: 'listServiceAccounts', summary: 'Service accounts, by name' },
      answer: list(serviceAccount),
    }),
    post: operation({
      ...{ operationId: 'createServiceAccount', summary: 'Make a service account' },
      ...{ body: contract.newServiceAccount, answer: serviceAccount },
    }),
  },
  '/api/v1/service-accounts/{id}': {
    patch: operation({
      ...{
        operationId: 'changeServiceAccount',
        summary: 'Change the name or the aliases of a service account',
      },
      ...{ path: NAMED, body: contract.serviceAccountChange, answer: serviceAccount },
    }),
    delete: operation({
      ...{ operationId: 'deleteServiceAccount', summary: 'End a service account and its keys' },
      ...{ path: NAMED, answer: serviceAccount },
    }),
  },
  '/api/v1/service-accounts/{id}/role': {
    put: operation({
      ...{ operationId: 'setServiceAccountRole', summary: 'Give a service account another role' },
      ...{ path: NAMED, body: contract.roleChange, answer: serviceAccount },
    }),
  },
  '/api/v1/projects': {
    get: operation({ operationId: 'listProjects', summary: 'Projects, by name', answer: list(project) }),
    post: operation({
      ...{
        operationId: 'createProject',
        summary: 'Make a project',
        body: contract.newProject,
        answer: project,
      },
    }),
  },
  '/api/v1/projects/{id}': {
    patch: operation({
      ...{ operationId: 'changeProject', summary: 'Change a project, its aliases or its repositories' },
      ...{ path: NAMED, body: contract.projectChange, answer: project },
    }),
  },
  '/api/v1/repositories': {
    get: operation({
      ...{ operationId: 'listRepositories', summary: 'Repositories, by name', answer: list(repository) },
    }),
    post: operation({
      ...{ operationId: 'createRepository', summary: 'Make a repository known' },
      ...{ body: contract.newRepository, answer: repository },
    }),
  },
  '/api/v1/repositories/{id}': {
    patch: operation({
      ...{ operationId: 'changeRepository', summary: 'Change the aliases of a repository' },
      ...{ path: NAMED, body: contract.repositoryChange, answer: repository },
    }),
  },
  '/api/v1/settings': {
    get: operation({
      ...{
        operationId: 'settings',
        summary: 'Settings of the organisation',
        answer: contract.settingsAnswer,
      },
    }),
    patch: operation({
      ...{ operationId: 'changeSettings', summary: 'Change settings: those that are told' },
      ...{ body: contract.settingsChange, answer: contract.settingsAnswer },
    }),
  },
  '/api/v1/audit': {
    get: operation({
      ...{ operationId: 'audit', summary: 'The audit log, newest first' },
      ...{ query: contract.auditQuestion, answer: contract.auditAnswer },
    }),
  },
}
