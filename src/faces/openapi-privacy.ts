/** The part of the OpenAPI description that is about erased people and pseudonyms. */
import type { z } from 'zod'
import * as contract from './contract-privacy.ts'
import { failure, json, schemaOf } from './openapi-schema.ts'

const answers = (operationId: string, summary: string, description: string, answer: z.ZodType) => ({
  ...{ operationId, summary, description },
  responses: {
    200: { description: summary, ...json(schemaOf(answer)) },
    default: failure,
  },
})

const takes = (body: z.ZodType) => ({
  requestBody: { required: true, ...json(schemaOf(body)) },
})

export const PRIVACY_PATHS = {
  '/api/v1/erasures': {
    get: answers(
      'listErasures',
      'Erasures of people',
      'Newest first. They tell nobody: the ledger holds keyed hashes. For owners and admins.',
      contract.erasuresAnswer,
    ),
    post: {
      ...answers(
        'erasePerson',
        'Erase a person',
        'Removes all that is theirs, and lets nothing of them in from then on. Answers when nothing is left. After an error the erasure holds all the same, and what is left is removed later. For owners and admins.',
        contract.erasedAnswer,
      ),
      ...takes(contract.personNamed),
    },
  },
  '/api/v1/erasures/forget': {
    post: {
      ...answers(
        'forgetErasure',
        'Let a person in again',
        'What was removed stays so. For owners and admins.',
        contract.forgottenAnswer,
      ),
      ...takes(contract.personNamed),
    },
  },
  '/api/v1/pseudonyms': {
    delete: answers(
      'forgetPseudonyms',
      'Delete the key of the pseudonyms',
      'Nobody can tell any more whom they stand for; people get others from then on. For owners and admins.',
      contract.pseudonymsForgotten,
    ),
  },
}
