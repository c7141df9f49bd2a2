/** Writes rows in the name of a session or a sub-agent: the fields every row shares, its chain and its clock. */

import type { Random } from '../random.ts'
import type { Profile } from './profile.ts'
import type { Piece, Transcript } from './transcript.ts'

export class Voice {
  parent: string | null = null
  clock: number
  readonly file: Transcript
  readonly sessionId: string
  readonly profile: Profile
  readonly agentId: string | null
  private readonly random: Random

  constructor(
    random: Random,
    file: Transcript,
    sessionId: string,
    profile: Profile,
    clock: number,
    agentId: string | null = null,
  ) {
    this.random = random
    this.file = file
    this.sessionId = sessionId
    this.profile = profile
    this.clock = clock
    this.agentId = agentId
  }

  wait(ms: number): void {
    this.clock += ms
  }

  at(): string {
    return new Date(this.clock).toISOString()
  }

  /** A row with the shared fields: `body` before its identity, `after` behind it; answers its uuid. */
  row(body: readonly Piece[], after: readonly Piece[] = []): string {
    const { file, profile } = this
    const uuid = this.random.uuid()
    const parent = this.parent === null ? 'null' : `"${this.parent}"`
    file.ascii(`{"parentUuid":${parent},"isSidechain":${this.agentId !== null},`)
    if (!profile.build.commonLast) {
      this.common('"userType":"external",')
      file.ascii(',')
    }
    if (this.agentId !== null) file.ascii(`"agentId":"${this.agentId}",`)
    file.put(...body)
    file.ascii(`,"uuid":"${uuid}","timestamp":"${this.at()}"`)
    file.put(...after)
    if (profile.build.commonLast) {
      this.common(',"userType":"external","entrypoint":"cli",')
      if (profile.build.tabs) file.ascii(`,"slug":"${profile.slug}"`)
    }
    file.endRow()
    this.parent = uuid
    return uuid
  }

  /** A row about the session itself, which stands outside the chain. */
  note(type: string, fields: string): void {
    this.file.put(`{"type":"${type}",${fields}`)
    this.file.ascii(',')
    this.file.sessionId(this.sessionId)
    this.file.endRow()
  }

  user(content: readonly Piece[], after: readonly Piece[] = []): void {
    this.row(['"type":"user","message":{"role":"user","content":', ...content, '}'], after)
  }

  system(subtype: string, fields: string): void {
    this.row([`"type":"system","subtype":"${subtype}",${fields}`])
  }

  attachment(fields: string): void {
    this.row([`"attachment":{${fields}},"type":"attachment"`])
  }

  progress(data: readonly Piece[], toolUseId: string): void {
    this.row([
      '"type":"progress","data":{',
      ...data,
      `},"toolUseID":"${toolUseId}","parentToolUseID":"${toolUseId}"`,
    ])
  }

  private common(before: string): void {
    const { build, cwd, branch } = this.profile
    this.file.ascii(`${before}"cwd":"${cwd}",`)
    this.file.sessionId(this.sessionId)
    this.file.ascii(`,"version":"${build.version}","gitBranch":"${branch}"`)
  }
}
