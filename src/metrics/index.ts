/** Every metric there is. API, OpenAPI, CSV, command line, documentation and the page are derived from this list. */
import { activeUsers, messagesByDay, sessionsByDay, sessionsByKind } from './activity.ts'
import { activitySummary, byClient, depth, usersByDayAndClient } from './activity-users.ts'
import { adoptionByRepo, adoptionByTeam, adoptionOfOrganisation } from './adoption.ts'
import { modelsAllocation, modelsRanking } from './allocation.ts'
import { codeByDay, codeByRepository, codeByTeam } from './code.ts'
import {
  cohortOfAgents,
  cohortOfCoaching,
  cohortOfModels,
  cohortOfProjects,
  cohortOfUsers,
  cohortOfUsersAndAgents,
  cohortSummary,
} from './cohort-figures.ts'
import { adoptionCohorts } from './cohorts.ts'
import { costByDay, costByModel, costByProject, costByRepo, costByTeam, costByUser } from './cost.ts'
import { countersByName } from './counters.ts'
import { delegationByDay, delegationByTeam, delegationByUser, delegationSummary } from './delegation.ts'
import { DIMENSION_VALUES } from './dimensions.ts'
import { toolsApproval, toolsDuration, toolsRisk } from './execution.ts'
import { featuresAdoption, featuresByDay, featuresByDayAndName, featuresByName } from './features.ts'
import type { Metric } from './metric.ts'
import { modelsErrors, modelsPerformance, modelsPerformanceByDay } from './models.ts'
import {
  productivityByDay,
  productivityByDayAndExtension,
  productivityByDayAndLanguage,
  productivityByExtension,
  productivityByLanguage,
} from './productivity.ts'
import { commitsByLanguage, pullRequestsByWeek } from './productivity-git.ts'
import { agentWritten, funnel, outputAndAdoption } from './productivity-outcomes.ts'
import { outcomesByAgent, successByDay } from './sessions-outcomes.ts'
import {
  durationPatterns,
  durationPatternsByUser,
  sessionsByDayAndUser,
  startPatterns,
  startPatternsByUser,
} from './sessions-patterns.ts'
import { SESSION_SERIES } from './sessions-series.ts'
import { shippedByDay } from './sessions-shipped.ts'
import { overview } from './summary.ts'
import {
  tokensByClient,
  tokensByDay,
  tokensByHarness,
  tokensByModel,
  tokensByProject,
  tokensByRepo,
  tokensByTeam,
  tokensByUser,
} from './tokens.ts'
import { tokensByDayUserAndModel } from './tokens-by-person.ts'
import { tokensByDayAndModel, tokensByDayAndUser, tokensTrend } from './tokens-daily.ts'
import { toolsByDay, toolsByMcpServer, toolsByTool } from './tools.ts'
import { toolsByDayAndMcpServer, toolsByDayAndTool, toolsByRawTool, toolsUsersByDay } from './tools-daily.ts'
import { usersByUser, usersByUserAndDay } from './users.ts'
import { usersEconomics } from './users-economics.ts'
import { agentsTop, workflowsTop } from './workflows.ts'

export const METRICS = [
  overview,
  tokensByDay,
  tokensByModel,
  tokensByUser,
  tokensByHarness,
  tokensByTeam,
  tokensByProject,
  tokensByRepo,
  tokensByClient,
  tokensByDayAndModel,
  tokensByDayAndUser,
  tokensByDayUserAndModel,
  tokensTrend,
  modelsRanking,
  modelsAllocation,
  costByDay,
  costByModel,
  costByUser,
  costByProject,
  costByRepo,
  costByTeam,
  sessionsByDay,
  sessionsByKind,
  messagesByDay,
  activeUsers,
  usersByDayAndClient,
  activitySummary,
  depth,
  byClient,
  toolsByTool,
  toolsByDay,
  toolsByMcpServer,
  toolsByRawTool,
  toolsByDayAndTool,
  toolsByDayAndMcpServer,
  toolsUsersByDay,
  featuresByDay,
  featuresByDayAndName,
  featuresByName,
  featuresAdoption,
  delegationByDay,
  delegationSummary,
  delegationByUser,
  delegationByTeam,
  toolsDuration,
  toolsRisk,
  toolsApproval,
  modelsPerformance,
  modelsPerformanceByDay,
  modelsErrors,
  productivityByDay,
  productivityByLanguage,
  productivityByExtension,
  productivityByDayAndLanguage,
  productivityByDayAndExtension,
  pullRequestsByWeek,
  commitsByLanguage,
  funnel,
  outputAndAdoption,
  agentWritten,
  usersByUser,
  usersByUserAndDay,
  usersEconomics,
  countersByName,
  codeByDay,
  codeByRepository,
  codeByTeam,
  adoptionOfOrganisation,
  adoptionByTeam,
  adoptionByRepo,
  adoptionCohorts,
  agentsTop,
  workflowsTop,
  cohortSummary,
  cohortOfAgents,
  cohortOfModels,
  cohortOfProjects,
  cohortOfUsers,
  cohortOfUsersAndAgents,
  cohortOfCoaching,
  ...Object.values(SESSION_SERIES),
  sessionsByDayAndUser,
  durationPatterns,
  durationPatternsByUser,
  startPatterns,
  startPatternsByUser,
  successByDay,
  outcomesByAgent,
  shippedByDay,
  ...DIMENSION_VALUES,
] as const

const BY_ID = new Map<string, Metric>(METRICS.map((m) => [m.id, m]))

/** The metric of that id, or undefined. */
export const metricOf = (id: string): Metric | undefined => BY_ID.get(id)
