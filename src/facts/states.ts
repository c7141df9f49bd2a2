/** The state facts of the catalogue (section 0.1): things that exist and change. */
import { CONTEXT, stateFact } from './fact.ts'
import {
  content,
  count,
  flag,
  instant,
  json,
  label,
  labels,
  naming,
  oneOf,
  ratio,
  union,
  words,
} from './field.ts'

export const session = stateFact('session', 'One run of an agent, from start to end.', {
  ...CONTEXT,
  user_aliases: naming(
    'mention',
    union(
      labels(
        'Further identities of its user that its source knows: the account of a login, the login on the machine.',
      ),
    ),
  ),
  environment: label('Where it ran: local, ci, cloud, …'),
  mcp_servers_configured: labels('MCP servers configured in it.'),
  revision: label('Commit that was checked out, as a hash.'),
  change: label('Pull or merge request it ran for: its number.'),
  ci_workflow: label('CI workflow that started it.'),
  ci_run: label('Run of that workflow.'),
  ci_event: label('Event that started the run.'),
  deployment: label('Deployment it ran in or for.'),
  kind: oneOf(['interactive', 'headless'], 'Whether a person was at it.'),
  provider: label('Main model provider.'),
  version: label('Version of the agent program.'),
  started_at: instant('Start, when told; else the first event counts.'),
  ended_at: instant('End, when told; else the last event after the idle time counts.'),
  status: label('How it ended: completed, error, abandoned, …'),
  parent_session: words('Session that started this one as a subagent.'),
  work_item: words('Work item it worked on.'),
  station: label('Station it executed.'),
  title: content(words('Title.')),
})

export const pullRequest = stateFact('pull_request', 'One pull or merge request.', {
  repo: CONTEXT.repo,
  project: CONTEXT.project,
  number: count('Number in the repository.'),
  title: content(words('Title.')),
  branch: label('Head branch.'),
  labels: labels('Labels.'),
  draft: flag('True while a draft.'),
  comments: count('Comments.'),
  author: naming('mention', label('Author, as reported.')),
  url: words('Address.'),
  created_at: instant('Opened.'),
  first_commit_at: instant('First commit.'),
  ready_at: instant('Left draft.'),
  merged_at: instant('Merged.'),
  closed_at: instant('Closed.'),
  deployed_at: instant('First in production.'),
  added: count('Lines added.'),
  removed: count('Lines removed.'),
  // Each transcript knows its own session, and a fork tells of the same pull request at the same instant.
  sessions: union(labels('Sessions that worked on it; every telling adds to them.')),
  work_items: labels('Work items it belongs to.'),
  attribution: oneOf(
    ['explicit', 'matched', 'coauthor', 'temporal', 'none'],
    'How it was tied to sessions (G-ATT-1).',
  ),
})

export const workItem = stateFact('work_item', 'One issue or ticket.', {
  tracker: label('Tracker: jira, linear, github, …'),
  key: label('Key people use, such as ABC-12.'),
  title: content(words('Title.')),
  item_type: label('Type: story, bug, task, incident, …'),
  points: ratio('Story points.'),
  epic: label('Epic.'),
  sprint: label('Sprint.'),
  labels: labels('Labels.'),
  reopened: labels('Instants at which it was reopened, ISO 8601.'),
  project: CONTEXT.project,
  opened_at: instant('Opened.'),
  started_at: instant('Work began.'),
  completed_at: instant('Completed.'),
  cancelled_at: instant('Cancelled.'),
})

export const stationVisit = stateFact('station_visit', 'One stay of a work item at a station.', {
  work_item: words('Work item.'),
  station: label('Station: research, development, security, qa, acceptance, deploy.'),
  attempt: count('1 for the first visit.'),
  entered_at: instant('Entered.'),
  exited_at: instant('Left.'),
  outcome: oneOf(['pass', 'rework', 'skip', 'cancel'], 'How it ended.'),
  session: words('Session that executed it.'),
})

export const handoff = stateFact('handoff', 'Work passed from one station to the next for a decision.', {
  work_item: words('Work item.'),
  from_station: label('From.'),
  to_station: label('To.'),
  from_kind: label('agent or human.'),
  to_kind: label('agent or human.'),
  created_at: instant('Handed over.'),
  review_started_at: instant('Review began.'),
  decided_at: instant('Decided.'),
  decided_by_kind: label('agent or human.'),
  decision: oneOf(['approved', 'rejected', 'none'], 'Decision.'),
  overridden_at: instant('Overridden.'),
  override_reason: content(words('Why.')),
})

export const deployment = stateFact('deployment', 'One deployment of a service.', {
  service: label('Service.'),
  version: label('Version.'),
  environment: label('Environment.'),
  status: label('success, failure, running, …'),
  started_at: instant('Began.'),
  deployed_at: instant('Finished.'),
  by: naming('mention', label('Who deployed.')),
  is_rollback: flag('True for a rollback.'),
  caused_by_incident: words('Incident that made it necessary.'),
  commits: labels('Commits it brought.'),
})

export const incident = stateFact('incident', 'One incident.', {
  service: label('Service.'),
  title: content(words('Title.')),
  status: label('open, resolved, …'),
  severity: label('Severity.'),
  started_at: instant('Began.'),
  detected_at: instant('Detected.'),
  resolved_at: instant('Resolved.'),
  deployment: words('Deployment that caused it.'),
})

export const pipelineRun = stateFact('pipeline_run', 'One run of a CI pipeline.', {
  name: label('Pipeline.'),
  repo: CONTEXT.repo,
  branch: CONTEXT.branch,
  commit: label('Commit.'),
  trigger: label('What started it.'),
  status: label('success, failure, running, cancelled.'),
  started_at: instant('Began.'),
  finished_at: instant('Finished.'),
})

export const member = stateFact('member', 'One person or service account of the organisation.', {
  user: naming('doer', label('E-mail address or account name that identifies the person.')),
  name: naming('called', label('Display name.')),
  kind: oneOf(['human', 'service'], 'Service accounts do not count as active users (G-ID-1).'),
  role: label('Role: owner, admin, manager, member, viewer, guest.'),
  team: labels('Teams.'),
  aliases: naming('mention', labels('Other identities of the same person.')),
  joined_at: instant('Joined.'),
  left_at: instant('Left.'),
  seat: label('Seat.'),
})

export const transcript = stateFact(
  'transcript',
  'One transcript as it was read last: what its rows told, what of that became no call and why, and what its agent says itself.',
  {
    user: CONTEXT.user,
    harness: CONTEXT.harness,
    session: words('Session it tells of; unknown where it tells of several.'),
    sessions: count('Sessions it tells of.'),
    rows: count('Rows that were read: lines that are not blank, or records of a document or database.'),
    told_rows: count('Rows that tell token counts.'),
    told_tokens: count('Their plain sum, repeated and copied rows included.'),
    dropped: json('Of rows that became no fact of their own, by reason: records, and the tokens they told.'),
    calls: count('Model calls that came of it.'),
    tokens: count('Their tokens: input of all kinds plus output.'),
    reported_tokens: count('The total its agent writes of itself; unknown where it writes none.'),
  },
)

export const STATES = [
  session,
  pullRequest,
  workItem,
  stationVisit,
  handoff,
  deployment,
  incident,
  pipelineRun,
  member,
  transcript,
] as const
