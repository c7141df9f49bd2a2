/** The part of the OpenAPI description that is about logging in. */
import type { z } from 'zod'
import * as contract from './contract-login.ts'
import { failure, json, ref, schemaOf } from './openapi-schema.ts'

const takes = (...schemas: z.ZodType[]) => {
  const [one, ...others] = schemas.map(schemaOf)
  return {
    requestBody: { required: true, ...json(others.length > 0 ? { oneOf: [one, ...others] } : (one ?? {})) },
  }
}
const gives = (description: string, schema: object = { type: 'object' }) => ({
  responses: { 200: { description, ...json(schema) }, default: failure },
})

const ENDED = {
  type: 'object',
  properties: { ended: { type: 'integer', description: 'How many.' } },
  required: ['ended'],
}

export const LOGIN_SCHEMAS = { Me: schemaOf(contract.me), Login: schemaOf(contract.loginEntry) }

export const LOGIN_PATHS = {
  '/api/v1/login': {
    get: {
      operationId: 'loginWays',
      summary: 'How people can log in here',
      ...gives('The ways.', schemaOf(contract.loginWays)),
    },
    post: {
      operationId: 'login',
      summary: 'Let a page in, by a password or by a key for reading',
      description:
        'Sets a cookie. A key answers an empty object. After some failures of an account or address the answer is 429, for longer and longer.',
      ...takes(contract.passwordLogin, contract.keyLogin),
      ...gives('Who is logged in.', ref('Me')),
    },
  },
  '/api/v1/logout': {
    post: {
      operationId: 'logout',
      summary: 'Let the page in no more',
      description: 'Ends the login too, which needs the header `X-CSRF-Token` where there is one.',
      ...gives('Done.'),
    },
  },
  '/api/v1/me': {
    get: { operationId: 'me', summary: 'Who asks, in which role', ...gives('Who that is.', ref('Me')) },
  },
  '/api/v1/login/organisation': {
    post: {
      operationId: 'switchOrganisation',
      summary: 'Show another organisation that the login opened',
      ...takes(contract.organisationSwitch),
      ...gives('Who is logged in there.', ref('Me')),
    },
  },
  '/api/v1/logins': {
    get: {
      operationId: 'listLogins',
      summary: 'Where the person who asks is logged in, newest first',
      ...gives('The logins.', {
        type: 'object',
        properties: { data: { type: 'array', items: ref('Login') } },
        required: ['data'],
      }),
    },
    delete: {
      operationId: 'endLogins',
      summary: 'End all of them, this one too',
      ...gives('Done.', ENDED),
    },
  },
  '/api/v1/logins/{id}': {
    delete: {
      operationId: 'endLogin',
      summary: 'End one of them',
      parameters: [
        { name: 'id', in: 'path', required: true, description: 'Its id.', schema: { type: 'string' } },
      ],
      ...gives('Done.', ENDED),
    },
  },
  '/login/oidc/{organisation}': {
    get: {
      operationId: 'signOn',
      summary: 'Go to the provider of an organisation, which leads back',
      parameters: [
        {
          ...{ name: 'organisation', in: 'path', required: true, description: 'Id or slug.' },
          schema: { type: 'string' },
        },
      ],
      responses: { 302: { description: 'To the provider.' }, default: failure },
    },
  },
  '/login/oidc/callback': {
    get: {
      operationId: 'signedOn',
      summary: 'Where the provider leads back to: the redirect URI to register there',
      responses: { 302: { description: 'To the page, logged in.' }, default: failure },
    },
  },
  '/api/v1/single-sign-on': {
    get: {
      operationId: 'singleSignOn',
      summary: 'The provider of the organisation, for owners and admins',
      ...gives('Its settings, without the secret.', schemaOf(contract.signOn)),
    },
    put: {
      operationId: 'setSingleSignOn',
      summary: 'Set the provider of the organisation, for owners',
      description: 'It has to answer. Logins that came by it are over.',
      ...takes(contract.newSignOn),
      ...gives('Its settings, without the secret.', schemaOf(contract.signOn)),
    },
    delete: {
      operationId: 'removeSingleSignOn',
      summary: 'End single sign-on, for owners',
      description: 'Whom the provider knew is forgotten, and their logins are over.',
      ...gives('Done.'),
    },
  },
  '/api/v1/password': {
    post: {
      operationId: 'setPassword',
      summary: 'Set a password by a link, and log in',
      description: 'The link is used up, and every other login of that person is over.',
      ...takes(contract.newPassword),
      ...gives('Who is logged in.', ref('Me')),
    },
  },
  '/api/v1/password-links': {
    post: {
      operationId: 'createPasswordLink',
      summary: 'Make a link with which a member sets a password, for owners and admins',
      description: 'Valid for three days and once; links of that person made before are over.',
      ...takes(contract.newLink),
      ...gives('The link, told this once.', schemaOf(contract.passwordLink)),
    },
  },
}
