/** Reads the parts of OTLP/JSON that protobuf has other forms for: lists of attributes, and values with their kind. */
import { double, integer } from './integers.ts'
import { type Limits, MOST_ATTRIBUTES, MOST_DEPTH, NO_ATTRIBUTES } from './limits.ts'
import { type Attributes, UndecodableError, type Value } from './signals.ts'

export type Message = Readonly<Record<string, unknown>>

/** The object itself. Throws UndecodableError for anything else. */
export function objectOf(told: unknown, name: string): Message {
  if (typeof told === 'object' && told !== null && !Array.isArray(told)) return told as Message
  throw new UndecodableError(`${name} is not an object.`)
}

/** The list itself, empty when it is missing. Throws UndecodableError for anything else. */
export function listOf(told: unknown, name: string): readonly unknown[] {
  if (told === undefined || told === null) return []
  if (Array.isArray(told)) return told
  throw new UndecodableError(`${name} is not a list.`)
}

const wrong = (name: string): UndecodableError => new UndecodableError(`${name} is of another type.`)

const BASE64 = /^[\w+/-]*={0,2}$/

/** A list of KeyValue. */
export function attributesOf(told: unknown, limits: Limits): Attributes {
  const list = listOf(told, 'attributes')
  if (list.length === 0) return NO_ATTRIBUTES
  const attributes = new Map<string, Value>()
  for (const pair of list) entry(attributes, pair, limits, 0, MOST_ATTRIBUTES)
  return attributes
}

/** An AnyValue that is not within another; null when nothing is set. */
export function bodyOf(told: unknown, limits: Limits): Value {
  limits.begin()
  return anyValue(told, limits, 1) ?? null
}

/** Within a value an entry is an element. */
function entry(map: Map<string, Value>, told: unknown, limits: Limits, depth: number, most: number): void {
  const { key, value } = objectOf(told, 'KeyValue')
  if (typeof key !== 'string' && key !== undefined && key !== null) throw wrong('key')
  const name = limits.key(key ?? '', depth > 0)
  if (depth === 0) limits.begin()
  limits.set(map, name, anyValue(value, limits, depth + 1), most)
}

/** Undefined when it is to be kept out. */
function anyValue(told: unknown, limits: Limits, depth: number): Value | undefined {
  if (told === undefined || told === null) return null
  if (depth > MOST_DEPTH) throw new UndecodableError(`A value is nested more than ${MOST_DEPTH} deep.`)
  const value = objectOf(told, 'AnyValue')
  const { stringValue } = value
  if (typeof stringValue === 'string') return limits.text(stringValue)
  if (stringValue !== undefined && stringValue !== null) throw wrong('stringValue')
  const int = integer(value.intValue, 'intValue', true)
  if (int !== null) return int
  const number = double(value.doubleValue, 'doubleValue')
  if (number !== null) return number
  const { boolValue, arrayValue, kvlistValue, bytesValue } = value
  if (typeof boolValue === 'boolean') return boolValue
  if (boolValue !== undefined && boolValue !== null) throw wrong('boolValue')
  if (arrayValue !== undefined && arrayValue !== null) {
    const list: Value[] = []
    for (const element of listOf(objectOf(arrayValue, 'arrayValue').values, 'values')) {
      if (!limits.element()) break
      list.push(anyValue(element, limits, depth + 1) ?? null)
    }
    return list
  }
  if (kvlistValue !== undefined && kvlistValue !== null) {
    const map = new Map<string, Value>()
    for (const pair of listOf(objectOf(kvlistValue, 'kvlistValue').values, 'values')) {
      if (!limits.element()) break
      entry(map, pair, limits, depth, Number.POSITIVE_INFINITY)
    }
    return map
  }
  if (bytesValue !== undefined && bytesValue !== null) return bytesOf(bytesValue, limits)
  return null
}

/** From either alphabet of base64, with or without padding. */
function bytesOf(told: unknown, limits: Limits): Uint8Array {
  if (typeof told !== 'string' || !BASE64.test(told)) throw wrong('bytesValue')
  const digits = told.endsWith('=') ? told.indexOf('=') : told.length
  if (digits % 4 === 1) throw wrong('bytesValue')
  const room = limits.bytes(Math.floor((digits * 3) / 4))
  return new Uint8Array(Buffer.from(told.slice(0, Math.ceil((room * 4) / 3)), 'base64'))
}
