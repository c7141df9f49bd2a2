/** Decodes OTLP requests in JSON. */
import type { Source } from './batch.ts'
import { attributesOf, bodyOf, listOf, type Message, objectOf } from './json-values.ts'
import { LAYERS } from './layers.ts'
import { Limits } from './limits.ts'
import { normalise } from './normalise.ts'
import { type Attributes, type Decoded, type Signal, UndecodableError, type Value } from './signals.ts'

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Items of the body of an Export...ServiceRequest. Throws UndecodableError, and nothing else, when the body is not
 * such a message of this signal.
 */
export function decodeJson<S extends Signal>(signal: S, body: Uint8Array): Decoded<S> {
  const limits = new Limits()
  const source = new JsonSource(limits)
  const request = objectOf(parsed(body, limits), 'The request')
  const wanted = LAYERS[signal].resources
  for (const { resources } of Object.values(LAYERS))
    if (Object.hasOwn(request, resources) && !Object.hasOwn(request, wanted))
      throw new UndecodableError(`The request has ${resources}, not ${wanted}.`)
  const decoded = normalise(signal, request, source, limits)
  return { ...decoded, warning: source.warning }
}

function parsed(body: Uint8Array, limits: Limits): unknown {
  try {
    const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
    if (text.includes('\ufffd')) limits.damaged = !isUtf8(body)
    return JSON.parse(text)
  } catch {
    throw new UndecodableError('The request is not JSON.')
  }
}

function isUtf8(body: Uint8Array): boolean {
  try {
    UTF8.decode(body)
    return true
  } catch {
    return false
  }
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

class JsonSource implements Source {
  warning = ''
  readonly #limits: Limits

  constructor(limits: Limits) {
    this.#limits = limits
  }

  each(parent: Message, name: string): Iterable<unknown> {
    const told = parent[name]
    if (told === undefined && this.warning === '') {
      const snake = snakeCase(name)
      if (snake !== name && Object.hasOwn(parent, snake))
        this.warning = `${snake} was ignored: names in OTLP/JSON are lowerCamelCase, as in ${name}.`
    }
    return listOf(told, name)
  }

  attributes(told: unknown): Attributes {
    return attributesOf(told, this.#limits)
  }

  value(told: unknown): Value {
    return bodyOf(told, this.#limits)
  }
}
