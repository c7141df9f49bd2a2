/** The agents whose data can be imported here: where it lies, and how it is read by others. */
import type { Asked } from './ccusage.ts'
import type { AgentName } from './generate.ts'
import { filesIn, parseLines, parseRows } from './limits.ts'

export interface Agent {
  /** Begins the names of folders with its data. */
  data: string
  files(dir: string): string[]
  parse: { what: string; seconds(files: readonly string[]): number }
  ccusage: Asked
}

const LINES = { what: 'JSON.parse every line, one thread', seconds: parseLines }

/** The mistakes are those of ccusage 20. */
export const AGENTS: Readonly<Record<AgentName, Agent>> = {
  'claude-code': {
    data: 'claude',
    files: (dir) => filesIn(dir, ['projects']),
    parse: LINES,
    ccusage: {
      command: ['claude', 'daily', '--breakdown'],
      variable: 'CLAUDE_CONFIG_DIR',
      // It handles forks and side questions well.
      mistakes: ['null_counts_skipped', 'rows_without_request_id_all_counted', 'progress_copy_preferred'],
    },
  },
  codex: {
    data: 'codex',
    files: (dir) => filesIn(dir, ['sessions', 'archived_sessions']),
    parse: LINES,
    ccusage: {
      command: ['codex', 'daily'],
      variable: 'CODEX_HOME',
      mistakes: ['unnamed_forks_counted_again', 'subagent_beginning_taken_for_history'],
    },
  },
  opencode: {
    data: 'opencode',
    files: (dir) => [`${dir}/opencode.db`],
    parse: { what: 'JSON.parse every row, one thread', seconds: parseRows },
    ccusage: {
      command: ['opencode', 'daily'],
      variable: 'OPENCODE_DATA_DIR',
      mistakes: ['forks_counted_again', 'last_call_of_a_message_only', 'reasoning_left_out'],
    },
  },
}
