/** Decodes OTLP requests in binary protobuf, without generated code. */
import type { Source } from './batch.ts'
import type { Message } from './json-values.ts'
import { Limits, LONGEST_KEY, MOST_ATTRIBUTES, MOST_DEPTH, MOST_TEXT, NO_ATTRIBUTES } from './limits.ts'
import { type Field, REQUESTS, type Shape } from './messages.ts'
import { normalise } from './normalise.ts'
import { type Attributes, type Decoded, type Signal, UndecodableError, type Value } from './signals.ts'
import { Cursor, FIXED_64, SIZED, VARINT } from './wire.ts'

/**
 * Items of the body of an Export...ServiceRequest. Throws UndecodableError, and nothing else, when the body is not
 * such a message of this signal.
 */
export function decodeProtobuf<S extends Signal>(signal: S, body: Uint8Array): Decoded<S> {
  const limits = new Limits()
  const source = new ProtobufSource(body, limits)
  return normalise(signal, source.read(REQUESTS[signal], body.length), source, limits)
}

/** Messages of a repeated field, which are read one by one from within the message that holds them. */
class Repeated implements Iterable<Message> {
  readonly #source: ProtobufSource
  readonly #field: Field
  readonly #start: number
  readonly #end: number

  constructor(source: ProtobufSource, field: Field, start: number, end: number) {
    this.#source = source
    this.#field = field
    this.#start = start
    this.#end = end
  }

  *[Symbol.iterator](): Generator<Message> {
    const { cursor } = this.#source
    const tag = this.#field.number * 8 + SIZED
    const shape = this.#field.shape as Shape
    const end = this.#end
    let at = this.#start
    while (at < end) {
      cursor.at = at
      const found = cursor.tag(end)
      if (found === tag) {
        at = cursor.sized(end)
        yield this.#source.read(shape, at)
      } else {
        cursor.skip(found, end)
        at = cursor.at
      }
    }
  }
}

// Field numbers of AnyValue and KeyValue with their wire types.
const STRING_VALUE = 1 * 8 + SIZED
const BOOL_VALUE = 2 * 8 + VARINT
const INT_VALUE = 3 * 8 + VARINT
const DOUBLE_VALUE = 4 * 8 + FIXED_64
const ARRAY_VALUE = 5 * 8 + SIZED
const KVLIST_VALUE = 6 * 8 + SIZED
const BYTES_VALUE = 7 * 8 + SIZED
const MOST_KNOWN = 7
const KEY = 1 * 8 + SIZED
const VALUE = 2 * 8 + SIZED
const VALUES = 1 * 8 + SIZED

const mistyped = (name: string): UndecodableError => new UndecodableError(`${name} has another wire type.`)

class ProtobufSource implements Source {
  readonly cursor: Cursor
  readonly #limits: Limits

  constructor(body: Uint8Array, limits: Limits) {
    this.cursor = new Cursor(body, limits)
    this.#limits = limits
  }

  each(parent: Message, name: string): Iterable<unknown> {
    return (parent[name] as Repeated | undefined) ?? []
  }

  attributes(told: unknown): Attributes {
    return (told as Attributes | undefined) ?? NO_ATTRIBUTES
  }

  value(told: unknown): Value {
    return (told as Value | undefined) ?? null
  }

  /** The message up to the end, in the shape of OTLP/JSON; its `messages` are left to be read. */
  read(shape: Shape, end: number): Message {
    const { cursor } = this
    const start = cursor.at
    const message: Record<string, unknown> = { ...shape.blank }
    while (cursor.at < end) {
      const tag = cursor.tag(end)
      const field = shape.fields[tag >>> 3]
      if (field === undefined) cursor.skip(tag, end)
      else if ((tag & 7) === field.wire) this.#field(message, field, start, end)
      else if ((tag & 7) === FIXED_64 && (field.kind === 'doubles' || field.kind === 'counts'))
        this.#numbers(message, field, cursor.at + 8, end)
      else throw mistyped(field.name)
    }
    return message
  }

  #field(message: Record<string, unknown>, field: Field, start: number, end: number): void {
    const { cursor } = this
    const { name } = field
    switch (field.kind) {
      case 'text':
        message[name] = cursor.name(cursor.sized(end), MOST_TEXT)
        break
      case 'id':
        message[name] = cursor.hex(cursor.sized(end))
        break
      case 'nanos':
        message[name] = cursor.nanos(end)
        break
      case 'double':
        message[name] = cursor.double(end)
        break
      case 'fixed64':
        message[name] = cursor.fixed64(end)
        break
      case 'sfixed64':
        message[name] = cursor.sfixed64(end)
        break
      case 'fixed32':
        message[name] = cursor.fixed32(end)
        break
      case 'int32':
        message[name] = cursor.int32(end)
        break
      case 'uint32':
        message[name] = cursor.int32(end) >>> 0
        break
      case 'bool':
        message[name] = cursor.bool(end)
        break
      case 'value': {
        const stop = cursor.sized(end)
        this.#limits.begin()
        message[name] = this.#value(stop, 1)
        break
      }
      case 'attributes': {
        message[name] ??= new Map<string, Value>()
        this.#entry(message[name] as Map<string, Value>, cursor.sized(end), 0, MOST_ATTRIBUTES)
        break
      }
      case 'doubles':
      case 'counts': {
        const stop = cursor.sized(end)
        this.#numbers(message, field, stop, stop)
        break
      }
      case 'message':
        message[name] = this.read(field.shape as Shape, cursor.sized(end))
        break
      case 'messages':
        message[name] ??= new Repeated(this, field, start, end)
        cursor.at = cursor.sized(end)
        break
    }
  }

  #numbers(message: Record<string, unknown>, { name, kind }: Field, stop: number, end: number): void {
    message[name] ??= []
    const numbers = message[name] as (number | bigint)[]
    while (this.cursor.at < stop)
      numbers.push(kind === 'doubles' ? this.cursor.double(end) : this.cursor.fixed64(end))
  }

  /** A KeyValue; within a value it is an element. */
  #entry(map: Map<string, Value>, end: number, depth: number, most: number): void {
    const { cursor } = this
    let key: string | null = null
    let value: Value | undefined = null
    while (cursor.at < end) {
      const tag = cursor.tag(end)
      if (tag === KEY) key = this.#limits.key(cursor.name(cursor.sized(end), LONGEST_KEY), depth > 0)
      else if (tag === VALUE) {
        const stop = cursor.sized(end)
        if (depth === 0) this.#limits.begin()
        value = this.#value(stop, depth + 1)
      } else if (tag >>> 3 <= 2) throw mistyped('KeyValue')
      else cursor.skip(tag, end)
    }
    this.#limits.set(map, key, value, most)
  }

  /** An AnyValue: null when nothing is set, undefined when it is to be kept out. The last one set counts. */
  #value(end: number, depth: number): Value | undefined {
    if (depth > MOST_DEPTH) throw new UndecodableError(`A value is nested more than ${MOST_DEPTH} deep.`)
    const { cursor } = this
    let value: Value | undefined = null
    while (cursor.at < end) {
      const tag = cursor.tag(end)
      switch (tag) {
        case STRING_VALUE:
          value = this.#limits.text(cursor.text(cursor.sized(end), this.#limits.left()))
          break
        case INT_VALUE:
          value = cursor.int64(end)
          break
        case DOUBLE_VALUE:
          value = cursor.double(end)
          break
        case BOOL_VALUE:
          value = cursor.bool(end)
          break
        case ARRAY_VALUE:
          value = this.#list(cursor.sized(end), depth)
          break
        case KVLIST_VALUE:
          value = this.#map(cursor.sized(end), depth)
          break
        case BYTES_VALUE: {
          const stop = cursor.sized(end)
          value = cursor.bytes(cursor.at + this.#limits.bytes(stop - cursor.at))
          cursor.at = stop
          break
        }
        default:
          if (tag >>> 3 <= MOST_KNOWN) throw mistyped('AnyValue')
          cursor.skip(tag, end)
      }
    }
    return value
  }

  #list(end: number, depth: number): Value[] {
    const { cursor } = this
    const list: Value[] = []
    while (cursor.at < end) {
      const tag = cursor.tag(end)
      if (tag !== VALUES) cursor.skip(tag, end)
      else if (this.#limits.element()) list.push(this.#value(cursor.sized(end), depth + 1) ?? null)
      else cursor.at = end
    }
    return list
  }

  #map(end: number, depth: number): Map<string, Value> {
    const { cursor } = this
    const map = new Map<string, Value>()
    while (cursor.at < end) {
      const tag = cursor.tag(end)
      if (tag !== VALUES) cursor.skip(tag, end)
      else if (this.#limits.element()) this.#entry(map, cursor.sized(end), depth, Number.POSITIVE_INFINITY)
      else cursor.at = end
    }
    return map
  }
}
