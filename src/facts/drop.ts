/** Why something that was read did not become a fact of its own: every drop has one of these reasons and is counted. */

export const DROP_REASONS = {
  broken_line: 'The line is not valid JSON, or not an object.',
  line_too_long: 'The line is longer than the reader accepts.',
  half_written_line: 'The last line has no end yet; it is read again when the file grows.',
  unknown_record: 'A kind of record this version does not know.',
  repeated_row: 'A further row of a call that is already counted, such as one per content block.',
  embedded_copy: 'A copy of a call inside a progress record.',
  synthetic: 'A message the agent wrote itself in place of a model, such as an API error.',
  replayed_call: 'A copy of a call in a forked, resumed or side conversation.',
  no_usage: 'An assistant row that tells no token counts.',
  no_time: 'No usable timestamp.',
  time_out_of_range: 'The timestamp lies before 2020 or after tomorrow.',
  implausible_count: 'A count that is negative, not a number, or larger than any real one.',
  invalid_fact: 'The fact does not fit the schema of its type.',
  erased_person: 'It is of a person who was erased, or of a session of theirs.',
  older_than_retention: 'It is older than facts of its type are kept.',
  not_administrator: 'It says who is who, and the key that was sent is not one of an administrator.',
  unreadable_file: 'The file or folder could not be read.',
} as const

export type DropReason = keyof typeof DROP_REASONS

/** How often each reason occurred, and how many tokens (input of all kinds plus output) the dropped records told. */
export type Drops = Partial<Record<DropReason, { records: number; tokens: number }>>

export function drop(into: Drops, reason: DropReason, tokens = 0, records = 1): void {
  const before = into[reason]
  into[reason] = { records: (before?.records ?? 0) + records, tokens: (before?.tokens ?? 0) + tokens }
}

export function addDrops(into: Drops, from: Drops): void {
  for (const [reason, d] of Object.entries(from)) drop(into, reason as DropReason, d.tokens, d.records)
}
