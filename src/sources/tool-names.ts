/** What the tools of all agents are called everywhere: the canonical name and group of each. */

export interface ToolName {
  tool: string
  kind: string
  mcp_server: string | null
}

/** Names in lower case, without `_` and `-`. */
const GROUPS: readonly (readonly [tool: string, kind: string, names: string])[] = [
  [
    'Read',
    'file',
    'read notebookread readfile readfiles readmanyfiles readmedia readmediafile view viewimage viewfile fetchfile cat',
  ],
  [
    'Edit',
    'file',
    'edit multiedit notebookedit applypatch patch replace strreplace strreplacebasededittool strreplaceeditor ' +
      'replacestring replacestringinfile multireplacestringinfile insertedit insertedintofile editfile editfiles ' +
      'searchreplace replaceinfile applydiff editnotebookfile texteditor editor inserteditintofile ' +
      'strreplacefile insertcontent searchandreplace',
  ],
  ['Create', 'file', 'write writefile create createfile writetofile newfile'],
  [
    'Execute',
    'shell',
    'bash bashoutput killbash killshell powershell shell localshell localshellcall execcommand unifiedexec ' +
      'writestdin exec execute runcommand runinterminal runshellcommand executecommand terminal readbash writebash ' +
      'stopbash shellcommand container.exec containerexec developershell runcommandinterminal getterminaloutput runcommands ' +
      'listbash listpowershell readpowershell stoppowershell writepowershell',
  ],
  [
    'Grep',
    'search',
    'grep grepsearch searchfilecontent searchtext ripgrep rg searchfiles textsearch findtextinfiles grepfiles',
  ],
  ['Glob', 'search', 'glob filesearch findfiles globfiles find'],
  [
    'other',
    'search',
    'ls list listdir listdirectory listfiles toolsearch lsp codesearch searchcodebase codebasesearch semanticsearch codebase ' +
      'listcodedefinitionnames readfolder listfolder tree finder',
  ],
  [
    'Web',
    'web',
    'webfetch websearch fetch fetchurl fetchwebpage fetchwebcontent googlewebsearch browseraction browser ' +
      'opensimplebrowser websearchcall searchweb readwebpage',
  ],
  [
    'Task',
    'agent',
    'task agent runsubagent usesubagents spawnagent subagent newtask delegate delegatetoagent invokeagent ' +
      'codebaseinvestigator sessionsspawn oracle librarian',
  ],
  [
    'other',
    'agent',
    'taskoutput taskstop agentoutputtool sendmessage workflow waitagent closeagent sendinput resumeagent wait ' +
      'readagent writeagent listagents sessionssend sessionslist sessionshistory',
  ],
  ['MCP', 'mcp', 'usemcptool accessmcpresource'],
  [
    'Todo',
    'other',
    'todowrite todoread taskcreate taskupdate tasklist taskget updateplan writetodos managetodolist updatetodolist todo ' +
      'focuschain updatetodo settodolist todolist',
  ],
]
const KNOWN = new Map<string, ToolName>(
  GROUPS.flatMap(([tool, kind, names]) =>
    names.split(' ').map((name): [string, ToolName] => [name, { tool, kind, mcp_server: null }]),
  ),
)
const OTHER: ToolName = { tool: 'other', kind: 'other', mcp_server: null }

/** `mcp__<server>__<tool>`; only the server names of plugins contain `__` themselves. */
function mcpServer(name: string): string | null {
  const rest = name.slice('mcp__'.length)
  const end = rest.startsWith('plugin_') ? rest.lastIndexOf('__') : rest.indexOf('__')
  return (end < 0 ? rest : rest.slice(0, end)).toLowerCase() || null
}

export function toolName(raw: string): ToolName {
  if (raw.startsWith('mcp__')) return { tool: 'MCP', kind: 'mcp', mcp_server: mcpServer(raw) }
  return KNOWN.get(raw.toLowerCase()) ?? KNOWN.get(raw.toLowerCase().replace(/[_-]/g, '')) ?? OTHER
}

const MODES: Readonly<Record<string, string>> = {
  bypassPermissions: 'auto-high',
  auto: 'auto-medium',
  acceptEdits: 'auto-low',
  'auto-edit': 'auto-low',
  yolo: 'auto-high',
  default: 'manual',
  ask: 'manual',
  dontAsk: 'manual',
  plan: 'spec',
}

/** The autonomy mode a permission mode stands for; null for one this version does not know. */
export function autonomyOf(permissionMode: string): string | null {
  return Object.hasOwn(MODES, permissionMode) ? (MODES[permissionMode] ?? null) : null
}
