/** The part of the OpenAPI description that is about erased people and pseudonyms. */
import { z } from 'zod'
import * as contract from './contract-privacy.ts'

const failure = {
  description: 'What went wrong.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
}

function schemaOf(schema: z.ZodType): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' })
  return rest
}

const answers = (operationId: string, summary: string, description: string, answer: z.ZodType) => ({
  ...{ operationId, summary, description },
  responses: {
    200: { description: summary, content: { 'application/json': { schema: schemaOf(answer) } } },
    default: failure,
  },
})

const takes = (body: z.ZodType) => ({
  requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } },
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
