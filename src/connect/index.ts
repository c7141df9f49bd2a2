/** The list of agents that can be connected: the only place where one is registered. */
import type { Agent } from './agent.ts'
import { claudeCode } from './claude-code.ts'
import { cline } from './cline.ts'
import { codex } from './codex.ts'
import { copilotChat } from './copilot-chat.ts'
import { copilotCli } from './copilot-cli.ts'
import { droid } from './droid.ts'
import { geminiCli } from './gemini-cli.ts'
import { goose } from './goose.ts'
import { openCode } from './opencode.ts'
import { qwenCode } from './qwen-code.ts'

export const AGENTS: readonly Agent[] = [
  claudeCode,
  cline,
  codex,
  droid,
  copilotChat,
  copilotCli,
  geminiCli,
  goose,
  openCode,
  qwenCode,
]

export { samePlace, unprotected, withoutUser } from './address.ts'
export type { Agent, Edit, Machine, SettingsFile, Wish } from './agent.ts'
export { diff } from './diff.ts'
export { settingsOf } from './environment.ts'
export { hidden, hiddenValue } from './secrets.ts'
export { othersMayRead, readSettings, writeSettings } from './settings-file.ts'
export { exportLine } from './shell.ts'
