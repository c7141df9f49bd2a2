/** What `doctor` finds. */

export interface Finding {
  what: string
  state: 'ok' | 'note' | 'problem'
  text: string
}
