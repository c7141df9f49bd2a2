/** Types of the API. Written by `npm run docs` from docs/reference/openapi.json; not to be changed by hand. */
export interface paths {
    "/api/v1/metrics": {
        parameters: {
        };
        /** All metrics with unit, meaning, parameters and columns */
        get: operations["listMetrics"];
    };
    "/api/v1/metrics/summary.overview": {
        parameters: {
        };
        /**
         * Overview
         * @description Tokens, cost, sessions, messages, tool calls, active users and file changes of the whole period, in one row. What a filter cannot narrow is null while it is set. Catalogue: F-TOK-2, F-TOK-12, F-ACT-1, F-ACT-5, F-ACT-7, F-TOOL-1, F-PROD-1, F-PROD-2.
         */
        get: operations["summary.overview"];
    };
    "/api/v1/metrics/tokens.by_day": {
        parameters: {
        };
        /**
         * Tokens by day
         * @description Tokens of each kind, calls and cost per calendar day, without gaps. Catalogue: F-TOK-1, F-TOK-2, F-TOK-3, F-TOK-4, F-TOK-5, F-TOK-6, F-TOK-10, F-TOK-12.
         */
        get: operations["tokens.by_day"];
    };
    "/api/v1/metrics/tokens.by_model": {
        parameters: {
        };
        /**
         * Tokens by model
         * @description Tokens of each kind, calls and cost per model as reported, most used first. Catalogue: F-TOK-7, F-TOK-8.
         */
        get: operations["tokens.by_model"];
    };
    "/api/v1/metrics/tokens.by_user": {
        parameters: {
        };
        /**
         * Tokens by user
         * @description Tokens of each kind, calls and cost per person, most used first. Service accounts are included. Catalogue: F-TOK-9.
         */
        get: operations["tokens.by_user"];
    };
    "/api/v1/metrics/tokens.by_harness": {
        parameters: {
        };
        /**
         * Tokens by agent program
         * @description Tokens of each kind, calls and cost per agent program, most used first. Catalogue: F-TOK-7.
         */
        get: operations["tokens.by_harness"];
    };
    "/api/v1/metrics/tokens.by_team": {
        parameters: {
        };
        /**
         * Tokens by team
         * @description Tokens of each kind, calls and cost per team its person was in at the time, most used first. A person in two teams counts in both, so that the sum may be more than the whole. Catalogue: F-TOK-8, G-ID-2.
         */
        get: operations["tokens.by_team"];
    };
    "/api/v1/metrics/tokens.by_project": {
        parameters: {
        };
        /**
         * Tokens by project
         * @description Tokens of each kind, calls and cost per project as reported, most used first. Catalogue: F-TOK-8, F-REP-6.
         */
        get: operations["tokens.by_project"];
    };
    "/api/v1/metrics/tokens.by_repo": {
        parameters: {
        };
        /**
         * Tokens by repository
         * @description Tokens of each kind, calls and cost per repository, most used first. Catalogue: F-TOK-8.
         */
        get: operations["tokens.by_repo"];
    };
    "/api/v1/metrics/tokens.by_client": {
        parameters: {
        };
        /**
         * Tokens by surface
         * @description Tokens of each kind, calls and cost per surface agents were used on, most used first. Catalogue: F-TOK-8, F-ACT-12.
         */
        get: operations["tokens.by_client"];
    };
    "/api/v1/metrics/tokens.by_day_and_model": {
        parameters: {
        };
        /**
         * Tokens by day and model
         * @description Tokens of each kind, calls and cost per day and model; days and models without calls have no row. Catalogue: F-TOK-1, F-TOK-8, F-USR-6.
         */
        get: operations["tokens.by_day_and_model"];
    };
    "/api/v1/metrics/tokens.by_day_and_user": {
        parameters: {
        };
        /**
         * Tokens by day and user
         * @description Tokens of each kind, calls and cost per day and person, service accounts included; days and people without calls have no row. Catalogue: F-TOK-1, F-TOK-9.
         */
        get: operations["tokens.by_day_and_user"];
    };
    "/api/v1/metrics/tokens.by_day_user_and_model": {
        parameters: {
        };
        /**
         * Tokens by day, user and model
         * @description Tokens of each kind, calls and cost per day, person and model, service accounts included; what has no calls has no row. Catalogue: F-TOK-8, F-TOK-9, Z-4.
         */
        get: operations["tokens.by_day_user_and_model"];
    };
    "/api/v1/metrics/tokens.trend": {
        parameters: {
        };
        /**
         * Tokens from day to day
         * @description Tokens and calls per calendar day, without gaps, and how much each differs from the day before, the day before the window included. Catalogue: F-TOK-10.
         */
        get: operations["tokens.trend"];
    };
    "/api/v1/metrics/models.ranking": {
        parameters: {
        };
        /**
         * Most used models
         * @description Models by all their tokens, most first; models with equally many by name. Where they stand by calls and by people is told beside it, equals at the same place. Catalogue: F-TOK-7.
         */
        get: operations["models.ranking"];
    };
    "/api/v1/metrics/models.allocation": {
        parameters: {
        };
        /**
         * Models by tier and activity
         * @description Tokens and calls by tier of the model and by what it was used for. The tier is that of the configuration, else that of the family of the model; the activity follows from agent and mode of autonomy. Catalogue: F-TOK-11.
         */
        get: operations["models.allocation"];
    };
    "/api/v1/metrics/cost.by_day": {
        parameters: {
        };
        /**
         * Cost by day
         * @description API-equivalent cost per calendar day, without gaps. Catalogue: F-TOK-12, D-HOST-3.
         */
        get: operations["cost.by_day"];
    };
    "/api/v1/metrics/cost.by_model": {
        parameters: {
        };
        /**
         * Cost by model
         * @description API-equivalent cost per model, dearest first. Catalogue: F-TOK-12, S-CB-1.
         */
        get: operations["cost.by_model"];
    };
    "/api/v1/metrics/cost.by_user": {
        parameters: {
        };
        /**
         * Cost by user
         * @description API-equivalent cost per person, dearest first. Catalogue: F-TOK-12, S-CB-3.
         */
        get: operations["cost.by_user"];
    };
    "/api/v1/metrics/cost.by_project": {
        parameters: {
        };
        /**
         * Cost by project
         * @description API-equivalent cost per project as reported, dearest first. Catalogue: F-TOK-12, S-CB-2.
         */
        get: operations["cost.by_project"];
    };
    "/api/v1/metrics/cost.by_repo": {
        parameters: {
        };
        /**
         * Cost by repository
         * @description API-equivalent cost per repository, dearest first. Catalogue: D-HOST-3, F-TOK-12.
         */
        get: operations["cost.by_repo"];
    };
    "/api/v1/metrics/cost.by_team": {
        parameters: {
        };
        /**
         * Cost by team
         * @description API-equivalent cost by the team people were in at the time, dearest first. Who is in two teams counts in both; shares are of the sum over teams. Catalogue: D-HOST-3, F-TOK-12, G-ID-2.
         */
        get: operations["cost.by_team"];
    };
    "/api/v1/metrics/sessions.by_day": {
        parameters: {
        };
        /**
         * Sessions by day
         * @description Root sessions by the day they started, with their durations. Subagent sessions belong to their root. Catalogue: F-ACT-5, F-ACT-9, F-ACT-11, D-SES-2, D-SES-4, G-SES-1.
         */
        get: operations["sessions.by_day"];
    };
    "/api/v1/metrics/sessions.by_kind": {
        parameters: {
        };
        /**
         * Sessions by kind
         * @description Root sessions by whether a person sat at them or they ran headless, as reported, with their durations, most first. Catalogue: D-SES-1, D-SES-2, D-SES-4, G-SES-1.
         */
        get: operations["sessions.by_kind"];
    };
    "/api/v1/metrics/messages.by_day": {
        parameters: {
        };
        /**
         * Messages by day
         * @description Messages people typed and messages of agents per calendar day. Tool results are not messages. Catalogue: F-ACT-6, F-ACT-7, F-ACT-11.
         */
        get: operations["messages.by_day"];
    };
    "/api/v1/metrics/activity.users": {
        parameters: {
        };
        /**
         * Active users
         * @description People with a human message or a model call: on the day, in the 7 and in the 30 days that end with it. Service accounts do not count. Catalogue: F-ACT-1, F-ACT-2, F-ACT-3, F-ACT-4, G-ACT-1.
         */
        get: operations["activity.users"];
    };
    "/api/v1/metrics/activity.users_by_day_and_client": {
        parameters: {
        };
        /**
         * Active users by day and surface
         * @description People active on a surface on a day; who used two counts in both, so that their sum may be more than the active people of the day. Days and surfaces without anybody have no row. Catalogue: F-ACT-8.
         */
        get: operations["activity.users_by_day_and_client"];
    };
    "/api/v1/metrics/activity.summary": {
        parameters: {
        };
        /**
         * Activity of a period
         * @description People, sessions and how regularly people come, of the whole period in one row; daily, weekly and monthly active people are those of its last day. Service accounts do not count as people. Catalogue: F-ACT-1, F-ACT-2, F-ACT-3, F-ACT-4, F-ACT-5, F-ACT-9, F-ACT-13, F-ACT-14, Z-3.
         */
        get: operations["activity.summary"];
    };
    "/api/v1/metrics/activity.depth": {
        parameters: {
        };
        /**
         * Depth of use by day
         * @description Messages per session and per active person, per calendar day, without gaps. A session counts on the day it began, a message on its own. Catalogue: F-ACT-10, F-ACT-11.
         */
        get: operations["activity.depth"];
    };
    "/api/v1/metrics/activity.by_client": {
        parameters: {
        };
        /**
         * Use by surface
         * @description Sessions, active people, tokens and cost by surface, most sessions first. Catalogue: F-ACT-12.
         */
        get: operations["activity.by_client"];
    };
    "/api/v1/metrics/tools.by_tool": {
        parameters: {
        };
        /**
         * Tool calls by tool
         * @description Calls of each canonical tool and how they ended, most used first. Catalogue: F-TOOL-1, F-TOOL-2, D-TOOL-1, D-TOOL-2, D-TOOL-3.
         */
        get: operations["tools.by_tool"];
    };
    "/api/v1/metrics/tools.by_day": {
        parameters: {
        };
        /**
         * Tool calls by day
         * @description Tool calls and how they ended per calendar day, without gaps. Catalogue: F-TOOL-1, F-TOOL-16.
         */
        get: operations["tools.by_day"];
    };
    "/api/v1/metrics/tools.by_mcp_server": {
        parameters: {
        };
        /**
         * MCP calls by server
         * @description Calls of tools of MCP servers, by server in lower case, most used first. Catalogue: F-TOOL-4.
         */
        get: operations["tools.by_mcp_server"];
    };
    "/api/v1/metrics/tools.by_raw_tool": {
        parameters: {
        };
        /**
         * Tool calls by name of the tool
         * @description Calls by canonical tool and the name the agent gives it, and how they ended, most used first. What agents only count tells no such name. Catalogue: F-TOOL-2.
         */
        get: operations["tools.by_raw_tool"];
    };
    "/api/v1/metrics/tools.by_day_and_tool": {
        parameters: {
        };
        /**
         * Tool calls by day and tool
         * @description Calls of each canonical tool per day and how they ended; days and tools without calls have no row. Catalogue: F-TOOL-1, F-TOOL-2, F-API-2.
         */
        get: operations["tools.by_day_and_tool"];
    };
    "/api/v1/metrics/tools.by_day_and_mcp_server": {
        parameters: {
        };
        /**
         * MCP calls by day and server
         * @description Calls of tools of MCP servers per day and server, in lower case; days and servers without calls have no row. Catalogue: F-TOOL-4.
         */
        get: operations["tools.by_day_and_mcp_server"];
    };
    "/api/v1/metrics/tools.users_by_day": {
        parameters: {
        };
        /**
         * People who use MCP and the web, by day
         * @description People with a call of an MCP tool, people whose sessions have MCP servers configured, and people with a session on the web, per calendar day, without gaps. Service accounts do not count. Catalogue: F-TOOL-3, F-TOOL-8, X-F-4.
         */
        get: operations["tools.users_by_day"];
    };
    "/api/v1/metrics/features.by_day": {
        parameters: {
        };
        /**
         * Uses of features by day
         * @description Uses of skills, slash commands, hooks and subagents per calendar day, without gaps. Catalogue: F-TOOL-5, F-TOOL-6, F-TOOL-7, F-TOOL-16.
         */
        get: operations["features.by_day"];
    };
    "/api/v1/metrics/features.by_day_and_name": {
        parameters: {
        };
        /**
         * Uses of features by day and name
         * @description Uses of each skill, slash command, hook and subagent per day; days and features without uses have no row. Catalogue: F-TOOL-5, F-TOOL-6, F-TOOL-7.
         */
        get: operations["features.by_day_and_name"];
    };
    "/api/v1/metrics/features.by_name": {
        parameters: {
        };
        /**
         * Uses of features by name
         * @description Uses of each skill, slash command, hook and subagent, and how many people they are of, by kind, most used first. Catalogue: F-TOOL-5, F-TOOL-6, F-TOOL-7, D-TOOL-1.
         */
        get: operations["features.by_name"];
    };
    "/api/v1/metrics/features.adoption": {
        parameters: {
        };
        /**
         * Adoption of features
         * @description Of the people who were active in the period, those who used skills, slash commands, hooks, MCP servers and subagents. Catalogue: F-TOOL-14.
         */
        get: operations["features.adoption"];
    };
    "/api/v1/metrics/delegation.by_day": {
        parameters: {
        };
        /**
         * Delegation by day
         * @description Tool calls by message that people typed, by session, and by mode of autonomy, per calendar day, without gaps. Catalogue: F-TOOL-9, F-TOOL-10, F-TOOL-11, F-TOOL-12, F-TOOL-13, F-TOOL-15.
         */
        get: operations["delegation.by_day"];
    };
    "/api/v1/metrics/delegation.summary": {
        parameters: {
        };
        /**
         * Delegation
         * @description Tool calls by message that people typed, by session, and by mode of autonomy, over the period. Catalogue: F-TOOL-9, F-TOOL-10, F-TOOL-11, F-TOOL-12, F-TOOL-13.
         */
        get: operations["delegation.summary"];
    };
    "/api/v1/metrics/delegation.by_user": {
        parameters: {
        };
        /**
         * Delegation by user
         * @description Tool calls by message that people typed, by session, and by mode of autonomy, by person, most tool calls first; service accounts are included. Catalogue: F-TOOL-15, F-USR-7, F-USR-8.
         */
        get: operations["delegation.by_user"];
    };
    "/api/v1/metrics/delegation.by_team": {
        parameters: {
        };
        /**
         * Delegation by team
         * @description Tool calls by message that people typed, by session, and by mode of autonomy, by the team people were in at the time, most tool calls first. A person in two teams counts in both. Catalogue: F-TOOL-15, G-ID-2.
         */
        get: operations["delegation.by_team"];
    };
    "/api/v1/metrics/tools.duration": {
        parameters: {
        };
        /**
         * Run time of tools
         * @description Run time by canonical tool, those with most calls first; waiting for approval is left out where the source can tell. Calls without a known run time are left out. Catalogue: D-TOOL-2.
         */
        get: operations["tools.duration"];
    };
    "/api/v1/metrics/tools.risk": {
        parameters: {
        };
        /**
         * Commands by risk
         * @description Commands agents proposed to run, and those that were not refused, by risk level as reported. Where no other level is told for what ran, it is that of what was proposed. Catalogue: D-TOOL-4.
         */
        get: operations["tools.risk"];
    };
    "/api/v1/metrics/tools.approval": {
        parameters: {
        };
        /**
         * Approval of tool calls
         * @description Tool calls that were let through or refused, by canonical tool, most first: by whomever, and by the user. How long the user was waited for is not known yet. Catalogue: D-TOOL-5.
         */
        get: operations["tools.approval"];
    };
    "/api/v1/metrics/models.performance": {
        parameters: {
        };
        /**
         * Performance of models
         * @description Tokens, calls, failures, attempts and latency by provider and model as reported, most called first. Latency and attempts are those that telemetry or facts tell; transcripts tell neither. Catalogue: D-LLM-1, D-LLM-2, D-LLM-3, D-LLM-4, D-LLM-5, D-HOST-2.
         */
        get: operations["models.performance"];
    };
    "/api/v1/metrics/models.performance_by_day": {
        parameters: {
        };
        /**
         * Performance of models by day
         * @description Tokens, calls, failures, attempts and latency per calendar day, without gaps; a filter narrows them to one model. Catalogue: D-LLM-1, D-LLM-2, D-LLM-3, D-LLM-4, D-LLM-5, D-HOST-2.
         */
        get: operations["models.performance_by_day"];
    };
    "/api/v1/metrics/models.errors": {
        parameters: {
        };
        /**
         * Failed model calls by error
         * @description Model calls that finally failed, by the kind of their last error, most first. Catalogue: D-LLM-4.
         */
        get: operations["models.errors"];
    };
    "/api/v1/metrics/productivity.by_day": {
        parameters: {
        };
        /**
         * File changes by day
         * @description Files created and edited by agents, lines, commits and pull requests, per calendar day, without gaps. A file edited on two days counts on both; temporary folders do not count. Catalogue: F-PROD-1, F-PROD-2, F-PROD-5, F-PROD-6, F-PROD-8, D-CODE-2.
         */
        get: operations["productivity.by_day"];
    };
    "/api/v1/metrics/productivity.by_language": {
        parameters: {
        };
        /**
         * Files by language
         * @description Files created or edited by language of their extension, most first. Catalogue: F-PROD-4.
         */
        get: operations["productivity.by_language"];
    };
    "/api/v1/metrics/productivity.by_extension": {
        parameters: {
        };
        /**
         * Files by extension
         * @description Files created or edited by lower-case extension with dot, most first; an empty one for files without. Sums to created + edited. Catalogue: F-PROD-3.
         */
        get: operations["productivity.by_extension"];
    };
    "/api/v1/metrics/productivity.by_day_and_language": {
        parameters: {
        };
        /**
         * Files by day and language
         * @description Files created or edited by calendar day and language; those of a day sum to its created + edited. Catalogue: F-PROD-4.
         */
        get: operations["productivity.by_day_and_language"];
    };
    "/api/v1/metrics/productivity.by_day_and_extension": {
        parameters: {
        };
        /**
         * Files by day and extension
         * @description Files created or edited by calendar day and lower-case extension with dot; those of a day sum to its created + edited. Catalogue: F-PROD-3.
         */
        get: operations["productivity.by_day_and_extension"];
    };
    "/api/v1/metrics/productivity.pull_requests": {
        parameters: {
        };
        /**
         * Pull requests by week
         * @description Pull requests opened and merged per ISO week, without gaps, and how many of those that were opened in it are merged by now. Catalogue: F-PROD-7, F-PROD-6.
         */
        get: operations["productivity.pull_requests"];
    };
    "/api/v1/metrics/productivity.commits_by_language": {
        parameters: {
        };
        /**
         * Commits by language
         * @description Commits and pull requests that agents made, by the language of most of the lines their sessions added, most commits first: for a commit those since the commit before it, to a quarter of an hour. Catalogue: Z-8.
         */
        get: operations["productivity.commits_by_language"];
    };
    "/api/v1/metrics/productivity.funnel": {
        parameters: {
        };
        /**
         * From sessions to what ships
         * @description Of the root sessions that started in the period, how many have changed a file, made a commit, worked on a pull request, on one that is merged, on one that is deployed by now, with all tokens and cost of these sessions and their subagents. Each session counts once at every step it reached. Catalogue: F-PROD-11, G-SES-1.
         */
        get: operations["productivity.funnel"];
    };
    "/api/v1/metrics/productivity.output_and_adoption": {
        parameters: {
        };
        /**
         * Output and adoption
         * @description How weekly output and weekly active people go together: the correlation (Pearson) of the people of a week with the output of that week or up to four weeks later, over whole weeks; null under 8 pairs of weeks, or where one of both never changes. Catalogue: F-PROD-9.
         */
        get: operations["productivity.output_and_adoption"];
    };
    "/api/v1/metrics/productivity.agent_written": {
        parameters: {
        };
        /**
         * Agent-written changes by week
         * @description Merged pull requests per ISO week of which agents wrote 90 % of the added lines or more, by the commits they made in its sessions. Where these lines are not told, or a session worked on several pull requests, nobody can say. Catalogue: F-PROD-10.
         */
        get: operations["productivity.agent_written"];
    };
    "/api/v1/metrics/users.by_user": {
        parameters: {
        };
        /**
         * Users
         * @description What each person did, spent and shipped in the period, a row a person. Who did nothing has no row; service accounts have one, and count nowhere as people. Catalogue: F-USR-1, F-USR-2, F-USR-3, F-USR-4, F-USR-5, F-USR-6, F-USR-7, F-USR-9, F-USR-10, F-USR-12, F-USR-13, Z-15, Z-17, I-COST-1.
         */
        get: operations["users.by_user"];
    };
    "/api/v1/metrics/users.by_user_and_day": {
        parameters: {
        };
        /**
         * Users by day
         * @description What each person did, spent and shipped, a row a person and day; days on which they did nothing have none. Pages are cut by person: no days of one are parted, and sorting is by the figures of the whole period. Catalogue: F-USR-1, F-USR-2, F-USR-3, F-USR-4, F-USR-5, F-USR-13, F-API-5, Z-15.
         */
        get: operations["users.by_user_and_day"];
    };
    "/api/v1/metrics/users.economics": {
        parameters: {
        };
        /**
         * Cost by seat and person
         * @description What agents cost, with the price of seats where it is set, by seat, active person and merged pull request, and the seats nobody uses; in one row. Catalogue: F-USR-11, I-COST-1.
         */
        get: operations["users.economics"];
    };
    "/api/v1/metrics/counters.by_name": {
        parameters: {
        };
        /**
         * What agents count themselves
         * @description Commits, pull requests, active time, lines, tokens and so on as agents report them by metrics, by agent program. What other facts of the same session tell one by one is not counted again. Catalogue: F-PROD-5, F-PROD-6, D-CODE-1, D-CODE-2, D-SES-4.
         */
        get: operations["counters.by_name"];
    };
    "/api/v1/metrics/code.by_day": {
        parameters: {
        };
        /**
         * Code by day
         * @description Files edited, created and deleted by agents, and lines, per calendar day, without gaps. A file that was created and then edited is in both counts; temporary folders do not count. Catalogue: D-CODE-1, D-CODE-2.
         */
        get: operations["code.by_day"];
    };
    "/api/v1/metrics/code.by_repository": {
        parameters: {
        };
        /**
         * Code by repository
         * @description Files edited, created and deleted by agents, and lines, by repository, with its share of the whole; most lines first. Temporary folders do not count. Catalogue: D-CODE-1, D-CODE-2, D-CODE-3.
         */
        get: operations["code.by_repository"];
    };
    "/api/v1/metrics/code.by_team": {
        parameters: {
        };
        /**
         * Code by team
         * @description Files edited, created and deleted by agents, and lines, by the team people were in at the time, with its share of the sum over teams; most lines first. Who is in two teams counts in both. Temporary folders do not count. Catalogue: D-CODE-1, D-CODE-2, D-CODE-3, G-ID-2.
         */
        get: operations["code.by_team"];
    };
    "/api/v1/metrics/adoption.organisation": {
        parameters: {
        };
        /**
         * Adoption of the organisation
         * @description People, sessions, tokens and cost of the whole organisation, by seat, person and merged pull request, in one row. Catalogue: D-HOST-1, D-HOST-3, F-ACT-13, I-COST-1.
         */
        get: operations["adoption.organisation"];
    };
    "/api/v1/metrics/adoption.by_team": {
        parameters: {
        };
        /**
         * Adoption by team
         * @description People, sessions, tokens and cost by the team people were in at the time, most active people first. Who is in two teams counts in both, so that sums may be more than the whole. Catalogue: D-HOST-1, D-HOST-3, G-ID-2, F-ACT-13.
         */
        get: operations["adoption.by_team"];
    };
    "/api/v1/metrics/adoption.by_repo": {
        parameters: {
        };
        /**
         * Adoption by repository
         * @description People, sessions, tokens and cost by repository, most active people first. Who worked in two counts in both. Catalogue: D-HOST-1, D-HOST-3.
         */
        get: operations["adoption.by_repo"];
    };
    "/api/v1/metrics/cohorts.adoption": {
        parameters: {
        };
        /**
         * Cohorts of adoption
         * @description People by their active days a week: none, light (less than 1), moderate (1 to 3), heavy (more), and what each group did in all and by head. Members who did nothing are in none. It says what goes together, not what causes what. Catalogue: I-COH-1.
         */
        get: operations["cohorts.adoption"];
    };
    "/api/v1/metrics/agents.top": {
        parameters: {
        };
        /**
         * Agents by frequency
         * @description Named agents and subagent types by the sessions in which they made a model call, then by cost; at most 1,000. Cost is that of their own calls. Catalogue: D-HOST-4.
         */
        get: operations["agents.top"];
    };
    "/api/v1/metrics/workflows.top": {
        parameters: {
        };
        /**
         * Workflows by frequency
         * @description Agents, slash commands and CI workflows by the sessions they occur in, then by cost; at most 1,000. Cost is that of these sessions within the period, so that a session with two of them is in the cost of both. Catalogue: D-HOST-4.
         */
        get: operations["workflows.top"];
    };
    "/api/v1/metrics/sessions.cohort_summary": {
        parameters: {
        };
        /**
         * Sessions of the period
         * @description Root sessions that started in the period with what they cost in all, in one row. A filter by agent leaves the calls of these agents, and the sessions in which they worked. Catalogue: S-SUM-1, S-SUM-2, S-SUM-3, S-SUM-4, S-SUM-5, S-SUM-6, X-S-3, G-SES-1.
         */
        get: operations["sessions.cohort_summary"];
    };
    "/api/v1/metrics/sessions.cohort_by_agent": {
        parameters: {
        };
        /**
         * Sessions by agent
         * @description Sessions by the named agents and subagents that worked in them, dearest first. Each has its own calls, and the time between them where the session is not its own; a session counts for each of its agents. Without a name it is `default`. Catalogue: S-AGT-1, S-AGT-2, S-AGT-3, S-AGT-4.
         */
        get: operations["sessions.cohort_by_agent"];
    };
    "/api/v1/metrics/sessions.cohort_by_model": {
        parameters: {
        };
        /**
         * Cost of sessions by model
         * @description What the sessions of the period cost by model as reported, dearest first. Catalogue: S-CB-1.
         */
        get: operations["sessions.cohort_by_model"];
    };
    "/api/v1/metrics/sessions.cohort_by_project": {
        parameters: {
        };
        /**
         * Sessions by project
         * @description Sessions by the project they tell, dearest first. Catalogue: S-CB-2, S-EP-5.
         */
        get: operations["sessions.cohort_by_project"];
    };
    "/api/v1/metrics/sessions.cohort_by_user": {
        parameters: {
        };
        /**
         * Sessions by user
         * @description Sessions by the person whose they are, dearest first. Service accounts are included. Catalogue: S-CB-3, S-USR-2, S-USR-4.
         */
        get: operations["sessions.cohort_by_user"];
    };
    "/api/v1/metrics/sessions.cohort_by_user_and_agent": {
        parameters: {
        };
        /**
         * Agents that people prefer
         * @description In how many of their sessions people had which agents work, most first within each person. The shares of a person add to more than 1 where several worked in one session. Catalogue: S-USR-3.
         */
        get: operations["sessions.cohort_by_user_and_agent"];
    };
    "/api/v1/metrics/sessions.cohort_by_coaching": {
        parameters: {
        };
        /**
         * Sessions of people who are coached, and of others
         * @description Sessions of people who were in the team coaching when they started, and those of everybody else. Catalogue: S-EP-5.
         */
        get: operations["sessions.cohort_by_coaching"];
    };
    "/api/v1/metrics/sessions.timeseries_hour": {
        parameters: {
        };
        /**
         * Sessions, cost and tokens by hour
         * @description Root sessions by the hour in which they started, cost and tokens by the hour of the call, without gaps. Catalogue: S-TS-1, S-TS-2, S-TS-3.
         */
        get: operations["sessions.timeseries_hour"];
    };
    "/api/v1/metrics/sessions.timeseries_day": {
        parameters: {
        };
        /**
         * Sessions, cost and tokens by day
         * @description Root sessions by the day in which they started, cost and tokens by the day of the call, without gaps. Catalogue: S-TS-1, S-TS-2, S-TS-3.
         */
        get: operations["sessions.timeseries_day"];
    };
    "/api/v1/metrics/sessions.timeseries_week": {
        parameters: {
        };
        /**
         * Sessions, cost and tokens by week
         * @description Root sessions by the week in which they started, cost and tokens by the week of the call, without gaps. Catalogue: S-TS-1, S-TS-2, S-TS-3.
         */
        get: operations["sessions.timeseries_week"];
    };
    "/api/v1/metrics/sessions.timeseries_month": {
        parameters: {
        };
        /**
         * Sessions, cost and tokens by month
         * @description Root sessions by the month in which they started, cost and tokens by the month of the call, without gaps. Catalogue: S-TS-1, S-TS-2, S-TS-3.
         */
        get: operations["sessions.timeseries_month"];
    };
    "/api/v1/metrics/sessions.by_day_and_user": {
        parameters: {
        };
        /**
         * Sessions by day and user
         * @description Root sessions by the day they started and the person whose they are; days without any have no row. Catalogue: S-USR-1.
         */
        get: operations["sessions.by_day_and_user"];
    };
    "/api/v1/metrics/sessions.duration_patterns": {
        parameters: {
        };
        /**
         * How long sessions last
         * @description Root sessions of the period that are over by how long they lasted, in one row. Catalogue: S-USR-4.
         */
        get: operations["sessions.duration_patterns"];
    };
    "/api/v1/metrics/sessions.duration_patterns_by_user": {
        parameters: {
        };
        /**
         * How long sessions of people last
         * @description Root sessions of the period that are over by person and how long they lasted. Catalogue: S-USR-4.
         */
        get: operations["sessions.duration_patterns_by_user"];
    };
    "/api/v1/metrics/sessions.start_patterns": {
        parameters: {
        };
        /**
         * When sessions start
         * @description Root sessions by weekday and hour of their start; hours without any have no row. Catalogue: S-USR-4.
         */
        get: operations["sessions.start_patterns"];
    };
    "/api/v1/metrics/sessions.start_patterns_by_user": {
        parameters: {
        };
        /**
         * When people start sessions
         * @description Root sessions by person, weekday and hour of their start; hours without any have no row. Catalogue: S-USR-4.
         */
        get: operations["sessions.start_patterns_by_user"];
    };
    "/api/v1/metrics/sessions.success_by_day": {
        parameters: {
        };
        /**
         * Success of sessions by day
         * @description How root sessions ended, by the day they started, without gaps. Catalogue: S-SUM-7, S-EP-5.
         */
        get: operations["sessions.success_by_day"];
    };
    "/api/v1/metrics/sessions.outcomes_by_agent": {
        parameters: {
        };
        /**
         * What agents achieve
         * @description How the sessions ended in which an agent worked, and which pull requests came of them, most sessions first. A session counts for each agent that worked in it. Catalogue: S-AGT-5, S-SUM-7.
         */
        get: operations["sessions.outcomes_by_agent"];
    };
    "/api/v1/metrics/sessions.shipped_by_day": {
        parameters: {
        };
        /**
         * What came of sessions, by day
         * @description What root sessions and their subagents changed, by the day they started, without gaps. A pull request of sessions of several days counts on each of them. What agents only count is not told by session and in no figure. Catalogue: S-SUM-7.
         */
        get: operations["sessions.shipped_by_day"];
    };
    "/api/v1/metrics/dimensions.user": {
        parameters: {
        };
        /**
         * People
         * @description Names for the filter user that occur in the period, those with most facts first, at most 10,000. Facts are messages, model calls and tool calls that every other filter fits. Catalogue: S-FLT-1.
         */
        get: operations["dimensions.user"];
    };
    "/api/v1/metrics/dimensions.harness": {
        parameters: {
        };
        /**
         * Agent programs
         * @description Names for the filter harness that occur in the period, those with most facts first, at most 10,000. Facts are messages, model calls and tool calls that every other filter fits. Catalogue: S-FLT-1.
         */
        get: operations["dimensions.harness"];
    };
    "/api/v1/metrics/dimensions.client": {
        parameters: {
        };
        /**
         * Surfaces
         * @description Names for the filter client that occur in the period, those with most facts first, at most 10,000. Facts are messages, model calls and tool calls that every other filter fits. Catalogue: S-FLT-1.
         */
        get: operations["dimensions.client"];
    };
    "/api/v1/metrics/dimensions.agent": {
        parameters: {
        };
        /**
         * Agents and subagent types
         * @description Names for the filter agent that occur in the period, those with most facts first, at most 10,000. Facts are messages, model calls and tool calls that every other filter fits. Catalogue: S-FLT-1.
         */
        get: operations["dimensions.agent"];
    };
    "/api/v1/metrics/dimensions.project": {
        parameters: {
        };
        /**
         * Projects
         * @description Names for the filter project that occur in the period, those with most facts first, at most 10,000. Facts are messages, model calls and tool calls that every other filter fits. Catalogue: S-FLT-1.
         */
        get: operations["dimensions.project"];
    };
    "/api/v1/metrics/dimensions.repo": {
        parameters: {
        };
        /**
         * Repositories
         * @description Names for the filter repo that occur in the period, those with most facts first, at most 10,000. Facts are messages, model calls and tool calls that every other filter fits. Catalogue: S-FLT-1.
         */
        get: operations["dimensions.repo"];
    };
    "/api/v1/metrics/dimensions.provider": {
        parameters: {
        };
        /**
         * Providers
         * @description Names for the filter provider that occur in the period, those with most facts first, at most 10,000. Facts are messages, model calls and tool calls that every other filter fits. Catalogue: S-FLT-1.
         */
        get: operations["dimensions.provider"];
    };
    "/api/v1/metrics/dimensions.model": {
        parameters: {
        };
        /**
         * Models
         * @description Names for the filter model that occur in the period, those with most facts first, at most 10,000. Facts are messages, model calls and tool calls that every other filter fits. Catalogue: S-FLT-1.
         */
        get: operations["dimensions.model"];
    };
    "/api/v1/metrics/dimensions.tool": {
        parameters: {
        };
        /**
         * Tools
         * @description Names for the filter tool that occur in the period, those with most facts first, at most 10,000. Facts are messages, model calls and tool calls that every other filter fits. Catalogue: S-FLT-1.
         */
        get: operations["dimensions.tool"];
    };
    "/api/v1/identities": {
        parameters: {
        };
        /** The identities that sources report, and whose each is */
        get: operations["identities"];
    };
    "/api/v1/reconciliation": {
        parameters: {
        };
        /**
         * What was read against what is counted, by agent and by session
         * @description Takes `from`, `to`, `range`, `includeToday`, `tz`, `limit`, `cursor`, `roots`, `format`, `user`, `harness`, `client`, `agent`, `project`, `repo`, `branch`, `kind`. `meta.next_cursor` is what to send as `cursor` for the next page. Filters narrow the sessions; agents are those of the whole organisation, narrowed by harness alone.
         */
        get: operations["reconciliation"];
    };
    "/api/v1/sessions": {
        parameters: {
        };
        /**
         * Sessions that started in a period, newest first, by pages
         * @description Takes `from`, `to`, `range`, `includeToday`, `tz`, `limit`, `cursor`, `roots`, `format`, `user`, `harness`, `client`, `agent`, `project`, `repo`, `branch`, `kind`. `meta.next_cursor` is what to send as `cursor` for the next page. Catalogue: Z-11.
         */
        get: operations["listSessions"];
    };
    "/api/v1/sessions/{id}": {
        parameters: {
        };
        /** A session with its tokens, cost, models, tools, files and sources */
        get: operations["session"];
    };
    "/api/v1/sessions/{id}/timeline": {
        parameters: {
        };
        /**
         * The steps of a session: prompts, model calls, tools, edits, validations
         * @description Spans, where there are any, say when a step began and what it lies within. Catalogue: D-TRC-1, D-TRC-2.
         */
        get: operations["sessionTimeline"];
    };
    "/api/v1/erasures": {
        parameters: {
        };
        /**
         * Erasures of people
         * @description Newest first. They tell nobody: the ledger holds keyed hashes. For owners and admins.
         */
        get: operations["listErasures"];
        /**
         * Erase a person
         * @description Removes all that is theirs, and lets nothing of them in from then on. Answers when nothing is left. After an error the erasure holds all the same, and what is left is removed later. For owners and admins.
         */
        post: operations["erasePerson"];
    };
    "/api/v1/erasures/forget": {
        parameters: {
        };
        /**
         * Let a person in again
         * @description What was removed stays so. For owners and admins.
         */
        post: operations["forgetErasure"];
    };
    "/api/v1/pseudonyms": {
        parameters: {
        };
        /**
         * Delete the key of the pseudonyms
         * @description Nobody can tell any more whom they stand for; people get others from then on. For owners and admins.
         */
        delete: operations["forgetPseudonyms"];
    };
    "/api/v1/events": {
        parameters: {
        };
        /**
         * What was done in a period, event by event
         * @description Takes `from`, `to`, `range`, `includeToday`, `tz`, `format`, `user`, `harness`, `client`, `agent`, `project`, `repo`, `branch`, `session`, `type`. Texts of people are not among it. Catalogue: D-AUD-1.
         */
        get: operations["listEvents"];
    };
    "/api/v1/sessions/{id}/events": {
        parameters: {
        };
        /** What was done in a session, event by event */
        get: operations["eventsOfSession"];
    };
    "/api/v1/users": {
        parameters: {
        };
        /** People of the organisation, by address */
        get: operations["listUsers"];
        /** Add a person */
        post: operations["createUser"];
    };
    "/api/v1/users/{id}": {
        parameters: {
        };
        /** A person */
        get: operations["user"];
        /** Change the name or the aliases of a person */
        patch: operations["changeUser"];
    };
    "/api/v1/users/{id}/role": {
        parameters: {
        };
        /** Give a person another role */
        put: operations["setUserRole"];
    };
    "/api/v1/users/{id}/deactivate": {
        parameters: {
        };
        /** End what a person may do */
        post: operations["deactivateUser"];
    };
    "/api/v1/users/{id}/reactivate": {
        parameters: {
        };
        /** Take back who had left */
        post: operations["reactivateUser"];
    };
    "/api/v1/teams": {
        parameters: {
        };
        /** Teams, by name */
        get: operations["listTeams"];
        /** Make a team */
        post: operations["createTeam"];
    };
    "/api/v1/teams/{id}": {
        parameters: {
        };
        /** A team and everybody who is or was in it */
        get: operations["team"];
        /** End a team */
        delete: operations["deleteTeam"];
        /** Give a team another name */
        patch: operations["renameTeam"];
    };
    "/api/v1/teams/{id}/members": {
        parameters: {
        };
        /** Take a person into a team */
        post: operations["addTeamMember"];
    };
    "/api/v1/teams/{id}/members/{user}": {
        parameters: {
        };
        /** End that a person is in a team */
        delete: operations["removeTeamMember"];
        /** Make a member a manager of the team, or no longer */
        patch: operations["changeTeamMember"];
    };
    "/api/v1/service-accounts": {
        parameters: {
        };
        /** Service accounts, by name */
        get: operations["listServiceAccounts"];
        /** Make a service account */
        post: operations["createServiceAccount"];
    };
    "/api/v1/service-accounts/{id}": {
        parameters: {
        };
        /** End a service account and its keys */
        delete: operations["deleteServiceAccount"];
        /** Change the name or the aliases of a service account */
        patch: operations["changeServiceAccount"];
    };
    "/api/v1/service-accounts/{id}/role": {
        parameters: {
        };
        /** Give a service account another role */
        put: operations["setServiceAccountRole"];
    };
    "/api/v1/projects": {
        parameters: {
        };
        /** Projects, by name */
        get: operations["listProjects"];
        /** Make a project */
        post: operations["createProject"];
    };
    "/api/v1/projects/{id}": {
        parameters: {
        };
        /** Change a project, its aliases or its repositories */
        patch: operations["changeProject"];
    };
    "/api/v1/repositories": {
        parameters: {
        };
        /** Repositories, by name */
        get: operations["listRepositories"];
        /** Make a repository known */
        post: operations["createRepository"];
    };
    "/api/v1/repositories/{id}": {
        parameters: {
        };
        /** Change the aliases of a repository */
        patch: operations["changeRepository"];
    };
    "/api/v1/settings": {
        parameters: {
        };
        /** Settings of the organisation */
        get: operations["settings"];
        /** Change settings: those that are told */
        patch: operations["changeSettings"];
    };
    "/api/v1/audit": {
        parameters: {
        };
        /** The audit log, newest first */
        get: operations["audit"];
    };
    "/api/v1/analytics/tokens": {
        parameters: {
        };
        /**
         * What are we spending? Tokens by day
         * @description For owners, admins and managers. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields.
         */
        get: operations["factory.tokens"];
    };
    "/analytics/tokens": {
        parameters: {
        };
        /**
         * What are we spending? Tokens by day, of the last 30 days where none are given
         * @description For owners, admins and managers. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields.
         */
        get: operations["factory.tokens.short"];
    };
    "/api/v1/analytics/tools": {
        parameters: {
        };
        /**
         * How is it used? Tools and features by day
         * @description For owners, admins and managers. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields.
         */
        get: operations["factory.tools"];
    };
    "/analytics/tools": {
        parameters: {
        };
        /**
         * How is it used? Tools and features by day, of the last 30 days where none are given
         * @description For owners, admins and managers. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields.
         */
        get: operations["factory.tools.short"];
    };
    "/api/v1/analytics/activity": {
        parameters: {
        };
        /**
         * Is my organisation using it? People, sessions and messages by day
         * @description For owners, admins and managers. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields.
         */
        get: operations["factory.activity"];
    };
    "/analytics/activity": {
        parameters: {
        };
        /**
         * Is my organisation using it? People, sessions and messages by day, of the last 30 days where none are given
         * @description For owners, admins and managers. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields.
         */
        get: operations["factory.activity.short"];
    };
    "/api/v1/analytics/productivity": {
        parameters: {
        };
        /**
         * What is being shipped? Files, commits and pull requests by day
         * @description For owners, admins and managers. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields.
         */
        get: operations["factory.productivity"];
    };
    "/analytics/productivity": {
        parameters: {
        };
        /**
         * What is being shipped? Files, commits and pull requests by day, of the last 30 days where none are given
         * @description For owners, admins and managers. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields.
         */
        get: operations["factory.productivity.short"];
    };
    "/api/v1/analytics/users": {
        parameters: {
        };
        /**
         * Who does what? By person and day, in pages
         * @description For owners, admins and managers. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields.
         */
        get: operations["factory.users"];
    };
    "/analytics/users": {
        parameters: {
        };
        /**
         * Who does what? By person and day, in pages, of the last 30 days where none are given
         * @description For owners, admins and managers. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields.
         */
        get: operations["factory.users.short"];
    };
    "/api/v1/{org_id}/sessions/analytics/summary": {
        parameters: {
        };
        /**
         * Sessions of a range, what they cost and how long they took
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.summary"];
    };
    "/{org_id}/sessions/analytics/summary": {
        parameters: {
        };
        /**
         * Sessions of a range, what they cost and how long they took, at the short address
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.summary.short"];
    };
    "/api/v1/{org_id}/sessions/analytics/timeseries": {
        parameters: {
        };
        /**
         * Sessions, cost and tokens by hour, day, week or month
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.timeseries"];
    };
    "/{org_id}/sessions/analytics/timeseries": {
        parameters: {
        };
        /**
         * Sessions, cost and tokens by hour, day, week or month, at the short address
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.timeseries.short"];
    };
    "/api/v1/{org_id}/sessions/analytics/by-agent": {
        parameters: {
        };
        /**
         * Sessions by the agents that worked in them
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.by-agent"];
    };
    "/{org_id}/sessions/analytics/by-agent": {
        parameters: {
        };
        /**
         * Sessions by the agents that worked in them, at the short address
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.by-agent.short"];
    };
    "/api/v1/{org_id}/sessions/analytics/cost-breakdown": {
        parameters: {
        };
        /**
         * Cost by model, project and user
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.cost-breakdown"];
    };
    "/{org_id}/sessions/analytics/cost-breakdown": {
        parameters: {
        };
        /**
         * Cost by model, project and user, at the short address
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.cost-breakdown.short"];
    };
    "/api/v1/{org_id}/sessions/analytics/by-user": {
        parameters: {
        };
        /**
         * Sessions by user, with agents and hours they prefer
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.by-user"];
    };
    "/{org_id}/sessions/analytics/by-user": {
        parameters: {
        };
        /**
         * Sessions by user, with agents and hours they prefer, at the short address
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.by-user.short"];
    };
    "/api/v1/{org_id}/sessions/analytics/by-project": {
        parameters: {
        };
        /**
         * Projects by sessions, cost and tokens
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.by-project"];
    };
    "/{org_id}/sessions/analytics/by-project": {
        parameters: {
        };
        /**
         * Projects by sessions, cost and tokens, at the short address
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.by-project.short"];
    };
    "/api/v1/{org_id}/sessions/analytics/success-trend": {
        parameters: {
        };
        /**
         * How sessions ended, by day
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.success-trend"];
    };
    "/{org_id}/sessions/analytics/success-trend": {
        parameters: {
        };
        /**
         * How sessions ended, by day, at the short address
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.success-trend.short"];
    };
    "/api/v1/{org_id}/sessions/analytics/coaching": {
        parameters: {
        };
        /**
         * Sessions of people in the team Coaching, and those of all others
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.coaching"];
    };
    "/{org_id}/sessions/analytics/coaching": {
        parameters: {
        };
        /**
         * Sessions of people in the team Coaching, and those of all others, at the short address
         * @description Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.
         */
        get: operations["sessions.analytics.coaching.short"];
    };
    "/api/v1/facts": {
        parameters: {
        };
        /**
         * Store facts
         * @description One JSON object a line. Sending the same again changes nothing. Answers once everything good is durable.
         */
        post: operations["postFacts"];
    };
    "/api/v1/collector": {
        parameters: {
        };
        /** What a collector has to know before it sends facts */
        get: operations["collector"];
    };
    "/api/v1/status": {
        parameters: {
        };
        /** Version, import under way, and how fresh the figures are */
        get: operations["status"];
    };
    "/api/v1/organisations": {
        parameters: {
        };
        /** All organisations, for the operator */
        get: operations["listOrganisations"];
        /** Make an organisation, for the operator */
        post: operations["createOrganisation"];
    };
    "/api/v1/keys": {
        parameters: {
        };
        /** Keys of the organisation, for owners and admins */
        get: operations["listKeys"];
        /** Make a key, for owners and admins */
        post: operations["createKey"];
    };
    "/api/v1/keys/{id}": {
        parameters: {
        };
        /** End a key, for owners and admins */
        delete: operations["revokeKey"];
    };
    "/api/v1/quarantine": {
        parameters: {
        };
        /** Telemetry that was refused and kept, newest first */
        get: operations["quarantine"];
        /** Throw refused telemetry away */
        delete: operations["clearQuarantine"];
    };
    "/api/v1/quarantine/replay": {
        parameters: {
        };
        /** Try refused telemetry again */
        post: operations["replayQuarantine"];
    };
    "/api/v1/login": {
        parameters: {
        };
        /** How people can log in here */
        get: operations["loginWays"];
        /**
         * Let a page in, by a password or by a key for reading
         * @description Sets a cookie. A key answers an empty object. After some failures of an account or address the answer is 429, for longer and longer.
         */
        post: operations["login"];
    };
    "/api/v1/logout": {
        parameters: {
        };
        /**
         * Let the page in no more
         * @description Ends the login too, which needs the header `X-CSRF-Token` where there is one.
         */
        post: operations["logout"];
    };
    "/api/v1/me": {
        parameters: {
        };
        /** Who asks, in which role */
        get: operations["me"];
    };
    "/api/v1/login/organisation": {
        parameters: {
        };
        /** Show another organisation that the login opened */
        post: operations["switchOrganisation"];
    };
    "/api/v1/logins": {
        parameters: {
        };
        /** Where the person who asks is logged in, newest first */
        get: operations["listLogins"];
        /** End all of them, this one too */
        delete: operations["endLogins"];
    };
    "/api/v1/logins/{id}": {
        parameters: {
        };
        /** End one of them */
        delete: operations["endLogin"];
    };
    "/login/oidc/{organisation}": {
        parameters: {
        };
        /** Go to the provider of an organisation, which leads back */
        get: operations["signOn"];
    };
    "/login/oidc/callback": {
        parameters: {
        };
        /** Where the provider leads back to: the redirect URI to register there */
        get: operations["signedOn"];
    };
    "/api/v1/single-sign-on": {
        parameters: {
        };
        /** The provider of the organisation, for owners and admins */
        get: operations["singleSignOn"];
        /**
         * Set the provider of the organisation, for owners
         * @description It has to answer. Logins that came by it are over.
         */
        put: operations["setSingleSignOn"];
        /**
         * End single sign-on, for owners
         * @description Whom the provider knew is forgotten, and their logins are over.
         */
        delete: operations["removeSingleSignOn"];
    };
    "/api/v1/password": {
        parameters: {
        };
        /**
         * Set a password by a link, and log in
         * @description The link is used up, and every other login of that person is over.
         */
        post: operations["setPassword"];
    };
    "/api/v1/password-links": {
        parameters: {
        };
        /**
         * Make a link with which a member sets a password, for owners and admins
         * @description Valid for three days and once; links of that person made before are over.
         */
        post: operations["createPasswordLink"];
    };
    "/api/v1/ingest": {
        parameters: {
        };
        /** What came in through each door since the server started */
        get: operations["ingest"];
    };
    "/v1/logs": {
        parameters: {
        };
        /**
         * OTLP logs, as the OpenTelemetry specification has it
         * @description Answers once every record that was taken is durable. Bodies may be packed by gzip, deflate or zstd.
         */
        post: operations["otlp.logs"];
    };
    "/v1/metrics": {
        parameters: {
        };
        /**
         * OTLP metrics, as the OpenTelemetry specification has it
         * @description Answers once every record that was taken is durable. Bodies may be packed by gzip, deflate or zstd.
         */
        post: operations["otlp.metrics"];
    };
    "/v1/traces": {
        parameters: {
        };
        /**
         * OTLP traces, as the OpenTelemetry specification has it
         * @description Answers once every record that was taken is durable. Bodies may be packed by gzip, deflate or zstd.
         */
        post: operations["otlp.traces"];
    };
    "/k/{key}/v1/logs": {
        parameters: {
        };
        /**
         * OTLP logs, with the key in the address
         * @description Answers once every record that was taken is durable. Bodies may be packed by gzip, deflate or zstd. For senders that cannot set a header: the key is a part of the address.
         */
        post: operations["otlp.logs.keyed"];
    };
    "/k/{key}/v1/metrics": {
        parameters: {
        };
        /**
         * OTLP metrics, with the key in the address
         * @description Answers once every record that was taken is durable. Bodies may be packed by gzip, deflate or zstd. For senders that cannot set a header: the key is a part of the address.
         */
        post: operations["otlp.metrics.keyed"];
    };
    "/k/{key}/v1/traces": {
        parameters: {
        };
        /**
         * OTLP traces, with the key in the address
         * @description Answers once every record that was taken is durable. Bodies may be packed by gzip, deflate or zstd. For senders that cannot set a header: the key is a part of the address.
         */
        post: operations["otlp.traces.keyed"];
    };
    "/metrics": {
        parameters: {
        };
        /** Figures of the server itself, for Prometheus */
        get: operations["prometheus"];
    };
    "/healthz": {
        parameters: {
        };
        /** The process is alive */
        get: operations["healthz"];
    };
    "/readyz": {
        parameters: {
        };
        /** The store takes writes */
        get: operations["readyz"];
    };
    "/openapi.json": {
        parameters: {
        };
        /** This description */
        get: operations["openapi"];
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Me: {
            /**
             * @description What lets the caller in: a login, a key, that they run the server, or that it is for one person.
             * @enum {string}
             */
            kind: "login" | "key" | "operator" | "personal";
            /** @enum {string} */
            role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
            /** @description Null where no person asks. */
            email: string | null;
            name: string | null;
            /** @description Null in personal mode. */
            organisation: {
                id: string;
                slug: string;
                name: string;
            } | null;
            /** @description Those the login can be switched to, this one among them. */
            organisations: {
                id: string;
                slug: string;
                name: string;
            }[];
            login: {
                id: string;
                /** @enum {string} */
                way: "password" | "sign_on";
                /** Format: date-time */
                expires_at: string;
            } | null;
            /** @description To be sent as `X-CSRF-Token` with all that changes something; null but for a login. */
            csrf_token: string | null;
        };
        Login: {
            id: string;
            /** @enum {string} */
            way: "password" | "sign_on";
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            /**
             * Format: date-time
             * @description To the minute.
             */
            last_used_at: string;
            address: string;
            user_agent: string;
            /** @description Whether it is the one that asks. */
            current: boolean;
        };
        Error: {
            error: {
                /** @enum {string} */
                code: "bad_request" | "bad_param" | "forbidden_host" | "unauthenticated" | "forbidden" | "not_found" | "method_not_allowed" | "conflict" | "too_large" | "media_type" | "encoding" | "headers_too_large" | "url_not_allowed" | "rate_limited" | "internal" | "unavailable" | "locked" | "engine_failed" | "port_in_use" | "config";
                message: string;
                /** @description The parameter at fault. */
                param?: string;
                request_id: string;
            };
        };
        Meta: {
            metric: string;
            /** @enum {string} */
            unit: "date" | "label" | "tokens" | "count" | "usd" | "ratio" | "ms" | "minutes" | "lines" | "flag";
            org: string;
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
            tz: string;
            /** @description True when the last day is not over. */
            partial: boolean;
            /**
             * Format: date-time
             * @description Everything acknowledged before this instant is included.
             */
            as_of: string;
            /** @description Of how many things the answer speaks, where some are unknown. */
            coverage: {
                known: number;
                total: number;
            } | null;
            /** @description First whole day from which on all that the answer counts is kept: figures of days before it may be too low, as facts were removed for their age. Null where all is kept. */
            kept_from: string | null;
            filters: {
                [key: string]: string[];
            };
            /** @description What a reader must know to read the figures rightly. */
            notes: string[];
            /** @description Of what comes in pages: whether this is not the last one. */
            has_more?: boolean;
            /** @description Of what comes in pages: what to ask the next one with; null on the last. */
            next_cursor?: string | null;
        };
        Receipt: {
            accepted: number;
            updated: number;
            duplicate: number;
            /** @description Lines that were refused. Everything else of the body is stored. */
            rejected: {
                /** @description 1 is the first. */
                line: number;
                /** @enum {string} */
                reason: "broken_line" | "line_too_long" | "half_written_line" | "unknown_record" | "repeated_row" | "embedded_copy" | "synthetic" | "replayed_call" | "no_usage" | "no_time" | "time_out_of_range" | "implausible_count" | "invalid_fact" | "erased_person" | "older_than_retention" | "not_administrator" | "unreadable_file";
                detail: string;
            }[];
            /** @description Refused lines beyond the first thousand. */
            rejected_more?: number;
            /** @description Lines there is nothing wrong with that the organisation does not keep, by reason. */
            not_kept?: {
                erased_person?: number;
                older_than_retention?: number;
            };
        };
        Organisation: {
            id: string;
            /** @description Its name in addresses and headers. */
            slug: string;
            name: string;
            /** Format: date-time */
            created_at: string;
        };
        Key: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description Its first and last characters. */
            shown: string;
            /** @description `ingest`: to send facts and telemetry. `read`: to ask for figures. `admin`: to look after people, keys and settings. */
            scopes: ("ingest" | "read" | "admin")[];
            /**
             * @description What its holder is now: a key may do no more.
             * @enum {string}
             */
            role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
            /** @description Whose it is: it dies with them. */
            holder: {
                /** @enum {string} */
                kind: "user" | "service" | "organisation";
                id: string;
                name: string;
            };
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            revoked_at: string | null;
            /** @description To the minute. */
            last_used_at: string | null;
        };
        /** @description At least: what happened when, by whom and where. Beside that, by type: message: role, human; model_call: provider, model, tier, in_uncached, cache_read, cache_write, cache_write_1h, out, reasoning, latency_ms, ttft_ms, attempts, status, error_type, effort, autonomy_mode, cost_usd, cost_source; tool_call: tool, raw_tool, kind, mcp_server, duration_ms, status, decision, autonomy_mode, risk_proposed, risk_executed, validation; feature_use: kind, name, event, matcher; file_change: path, op, added, removed, extension, language. */
        Event: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            type: "message" | "model_call" | "tool_call" | "feature_use" | "file_change";
            /** Format: uuid */
            id: string;
            sources: string[];
            session: string | null;
            user: string | null;
            harness: string | null;
            client: string | null;
            agent: string | null;
            project: string | null;
            repo: string | null;
            branch: string | null;
        };
        FactoryMeta: {
            org_id: string;
            /** Format: date */
            start_date: string;
            /** Format: date */
            end_date: string;
        };
        FactoryUsersMeta: {
            org_id: string;
            /** Format: date */
            start_date: string;
            /** Format: date */
            end_date: string;
            has_more: boolean;
            next_cursor: string | null;
        };
        FactoryError: {
            title: string;
            detail: string;
            status: number;
            requestId: string;
        };
        SessionAnalyticsMeta: {
            org_id: string;
            /** Format: date */
            start_date: string;
            /** Format: date */
            end_date: string;
            filters: {
                [key: string]: string[];
            };
            timezone: string;
        } & {
            [key: string]: unknown;
        };
        SessionAnalyticsError: {
            error: string;
            /** @description What is wrong, by field. */
            details?: {
                [key: string]: string[];
            };
        };
        /** @description One message of a conversation. */
        message: {
            /** @constant */
            type: "message";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            session?: string | null;
            /** @enum {string} */
            role: "user" | "assistant";
            human?: boolean | null;
            text?: string | null;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description One logical call of a language model; retries are attempts of it. */
        model_call: {
            /** @constant */
            type: "model_call";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            session?: string | null;
            provider?: string | null;
            model?: string | null;
            tier?: string | null;
            in_uncached?: number | null;
            cache_read?: number | null;
            cache_write?: number | null;
            cache_write_1h?: number | null;
            out?: number | null;
            reasoning?: number | null;
            latency_ms?: number | null;
            ttft_ms?: number | null;
            attempts?: number | null;
            status?: ("ok" | "error") | null;
            error_type?: string | null;
            effort?: string | null;
            autonomy_mode?: string | null;
            cost_usd?: number | null;
            cost_source?: ("reported" | "credits") | null;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description One use of a tool, proposed by a model. */
        tool_call: {
            /** @constant */
            type: "tool_call";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            session?: string | null;
            tool: string;
            raw_tool?: string | null;
            kind?: string | null;
            mcp_server?: string | null;
            duration_ms?: number | null;
            status?: ("ok" | "error" | "rejected" | "unknown") | null;
            decision?: string | null;
            autonomy_mode?: string | null;
            risk_proposed?: ("low" | "medium" | "high" | "unknown") | null;
            risk_executed?: ("low" | "medium" | "high" | "unknown") | null;
            validation?: ("test" | "lint" | "build") | null;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description One use of a platform feature. */
        feature_use: {
            /** @constant */
            type: "feature_use";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            session?: string | null;
            /** @enum {string} */
            kind: "skill" | "slash_command" | "hook" | "subagent";
            name?: string | null;
            event?: string | null;
            matcher?: string | null;
            command?: string | null;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description One change of one file by an agent. */
        file_change: {
            /** @constant */
            type: "file_change";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            session?: string | null;
            path: string;
            /** @enum {string} */
            op: "create" | "edit" | "delete";
            added?: number | null;
            removed?: number | null;
            extension?: string | null;
            language?: string | null;
            line_hashes?: string[] | null;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description One span of a trace: how long a step of a session took, and within which other. */
        span: {
            /** @constant */
            type: "span";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            session?: string | null;
            trace_id: string;
            span_id: string;
            parent_span_id?: string | null;
            name?: string | null;
            /** @enum {string} */
            kind: "session" | "prompt" | "model_call" | "tool" | "wait" | "edit" | "validation" | "hook" | "subagent" | "other";
            duration_ms?: number | null;
            status?: ("ok" | "error" | "unset") | null;
            error_type?: string | null;
            model?: string | null;
            tool?: string | null;
            validation?: ("test" | "lint" | "build") | null;
            about?: string | null;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description A reading of a count that an agent reports as a metric, in place of the happenings one by one. */
        counter: {
            /** @constant */
            type: "counter";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            session?: string | null;
            series: string;
            started?: string | null;
            /** @enum {string} */
            temporality: "delta" | "cumulative";
            /** @enum {string} */
            name: "model_calls" | "tokens_input" | "tokens_cache_read" | "tokens_cache_write" | "tokens_output" | "tokens_reasoning" | "cost" | "tool_calls" | "tool_time" | "lines_added" | "lines_removed" | "lines_modified" | "files_created" | "files_edited" | "files_deleted" | "files_read" | "commits" | "pull_requests" | "active_user" | "active_agent" | "prompts" | "skills" | "slash_commands" | "hooks" | "subagents" | "edits_accepted" | "edits_rejected";
            value?: number | null;
            usd?: number | null;
            provider?: string | null;
            model?: string | null;
            tool?: string | null;
            mcp_server?: string | null;
            status?: string | null;
            language?: string | null;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description One commit. */
        commit: {
            /** @constant */
            type: "commit";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            sha: string;
            amends?: string | null;
            message?: string | null;
            author?: string | null;
            authored_at?: string | null;
            committed_at?: string | null;
            added?: number | null;
            removed?: number | null;
            session?: string | null;
            attribution?: ("explicit" | "matched" | "coauthor" | "temporal" | "none") | null;
            attribution_confidence?: number | null;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description One review of a pull request. */
        review: {
            /** @constant */
            type: "review";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            pr: string;
            reviewer?: string | null;
            reviewer_kind?: ("human" | "agent" | "bot") | null;
            state?: string | null;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description One escalation of a work item. */
        escalation: {
            /** @constant */
            type: "escalation";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            work_item: string;
            strategy: string;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description Money spent that is not the cost of a model call told elsewhere. */
        cost_entry: {
            /** @constant */
            type: "cost_entry";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            usd: number;
            /** @enum {string} */
            kind: "llm" | "compute" | "human" | "seat";
            session?: string | null;
            work_item?: string | null;
            station?: string | null;
            provider?: string | null;
            model?: string | null;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description One run of a test suite. */
        test_run: {
            /** @constant */
            type: "test_run";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            name?: string | null;
            commit?: string | null;
            passed?: number | null;
            failed?: number | null;
            skipped?: number | null;
            coverage?: number | null;
            session?: string | null;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description One interval in which a service was up or down. */
        uptime_sample: {
            /** @constant */
            type: "uptime_sample";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            service: string;
            environment?: string | null;
            up: boolean;
            duration_ms: number;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description One evaluation of how ready a repository is for agents. */
        readiness_report: {
            /** @constant */
            type: "readiness_report";
            id?: string | null;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            commit?: string | null;
            dirty?: boolean | null;
            unpushed?: boolean | null;
            apps?: ({
                [key: string]: unknown;
            } | unknown[]) | null;
            criteria?: ({
                [key: string]: unknown;
            } | unknown[]) | null;
            evaluator?: string | null;
            /** Format: date-time */
            at: string;
            completeness?: number | null;
            owner_rank?: number | null;
            extra?: {
                [key: string]: number;
            } | null;
        };
        /** @description One run of an agent, from start to end. */
        session: {
            /** @constant */
            type: "session";
            id: string;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            client?: string | null;
            agent?: string | null;
            project?: string | null;
            repo?: string | null;
            branch?: string | null;
            user_aliases?: string[] | null;
            environment?: string | null;
            mcp_servers_configured?: string[] | null;
            revision?: string | null;
            change?: string | null;
            ci_workflow?: string | null;
            ci_run?: string | null;
            ci_event?: string | null;
            deployment?: string | null;
            kind?: ("interactive" | "headless") | null;
            provider?: string | null;
            version?: string | null;
            started_at?: string | null;
            ended_at?: string | null;
            status?: string | null;
            parent_session?: string | null;
            work_item?: string | null;
            station?: string | null;
            title?: string | null;
            observed_at?: string | null;
        };
        /** @description One pull or merge request. */
        pull_request: {
            /** @constant */
            type: "pull_request";
            id: string;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            repo?: string | null;
            project?: string | null;
            number?: number | null;
            title?: string | null;
            branch?: string | null;
            labels?: string[] | null;
            draft?: boolean | null;
            comments?: number | null;
            author?: string | null;
            url?: string | null;
            created_at?: string | null;
            first_commit_at?: string | null;
            ready_at?: string | null;
            merged_at?: string | null;
            closed_at?: string | null;
            deployed_at?: string | null;
            added?: number | null;
            removed?: number | null;
            sessions?: string[] | null;
            work_items?: string[] | null;
            attribution?: ("explicit" | "matched" | "coauthor" | "temporal" | "none") | null;
            observed_at?: string | null;
        };
        /** @description One issue or ticket. */
        work_item: {
            /** @constant */
            type: "work_item";
            id: string;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            tracker?: string | null;
            key?: string | null;
            title?: string | null;
            item_type?: string | null;
            points?: number | null;
            epic?: string | null;
            sprint?: string | null;
            labels?: string[] | null;
            reopened?: string[] | null;
            project?: string | null;
            opened_at?: string | null;
            started_at?: string | null;
            completed_at?: string | null;
            cancelled_at?: string | null;
            observed_at?: string | null;
        };
        /** @description One stay of a work item at a station. */
        station_visit: {
            /** @constant */
            type: "station_visit";
            id: string;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            work_item?: string | null;
            station?: string | null;
            attempt?: number | null;
            entered_at?: string | null;
            exited_at?: string | null;
            outcome?: ("pass" | "rework" | "skip" | "cancel") | null;
            session?: string | null;
            observed_at?: string | null;
        };
        /** @description Work passed from one station to the next for a decision. */
        handoff: {
            /** @constant */
            type: "handoff";
            id: string;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            work_item?: string | null;
            from_station?: string | null;
            to_station?: string | null;
            from_kind?: string | null;
            to_kind?: string | null;
            created_at?: string | null;
            review_started_at?: string | null;
            decided_at?: string | null;
            decided_by_kind?: string | null;
            decision?: ("approved" | "rejected" | "none") | null;
            overridden_at?: string | null;
            override_reason?: string | null;
            observed_at?: string | null;
        };
        /** @description One deployment of a service. */
        deployment: {
            /** @constant */
            type: "deployment";
            id: string;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            service?: string | null;
            version?: string | null;
            environment?: string | null;
            status?: string | null;
            started_at?: string | null;
            deployed_at?: string | null;
            by?: string | null;
            is_rollback?: boolean | null;
            caused_by_incident?: string | null;
            commits?: string[] | null;
            observed_at?: string | null;
        };
        /** @description One incident. */
        incident: {
            /** @constant */
            type: "incident";
            id: string;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            service?: string | null;
            title?: string | null;
            status?: string | null;
            severity?: string | null;
            started_at?: string | null;
            detected_at?: string | null;
            resolved_at?: string | null;
            deployment?: string | null;
            observed_at?: string | null;
        };
        /** @description One run of a CI pipeline. */
        pipeline_run: {
            /** @constant */
            type: "pipeline_run";
            id: string;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            name?: string | null;
            repo?: string | null;
            branch?: string | null;
            commit?: string | null;
            trigger?: string | null;
            status?: string | null;
            started_at?: string | null;
            finished_at?: string | null;
            observed_at?: string | null;
        };
        /** @description One person or service account of the organisation. */
        member: {
            /** @constant */
            type: "member";
            id: string;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            name?: string | null;
            kind?: ("human" | "service") | null;
            role?: string | null;
            team?: string[] | null;
            aliases?: string[] | null;
            joined_at?: string | null;
            left_at?: string | null;
            seat?: string | null;
            observed_at?: string | null;
        };
        /** @description One transcript as it was read last: what its rows told, what of that became no call and why, and what its agent says itself. */
        transcript: {
            /** @constant */
            type: "transcript";
            id: string;
            keys?: string[] | null;
            source?: string | null;
            occurrence?: number | null;
            subject?: string | null;
            parser_version?: number | null;
            user?: string | null;
            harness?: string | null;
            session?: string | null;
            sessions?: number | null;
            rows?: number | null;
            told_rows?: number | null;
            told_tokens?: number | null;
            dropped?: ({
                [key: string]: unknown;
            } | unknown[]) | null;
            calls?: number | null;
            tokens?: number | null;
            reported_tokens?: number | null;
            observed_at?: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listMetrics: {
        parameters: {
        };
        responses: {
            /** @description All metrics with unit, meaning, parameters and columns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            id: string;
                            title: string;
                            /** @enum {string} */
                            unit: "date" | "label" | "tokens" | "count" | "usd" | "ratio" | "ms" | "minutes" | "lines" | "flag";
                            doc: string;
                            /** @description Rows of the metrics catalogue it implements. */
                            catalogue: string[];
                            /** @description JSON Schema of what it takes. */
                            params: {
                                /** @constant */
                                type: "object";
                                properties: {
                                    [key: string]: {
                                        /** @enum {string} */
                                        type: "string" | "array";
                                        description: string;
                                        /** @constant */
                                        format?: "date";
                                        items?: {
                                            /** @constant */
                                            type: "string";
                                        };
                                    };
                                };
                                /** @constant */
                                additionalProperties: false;
                            };
                            columns: {
                                name: string;
                                /** @enum {string} */
                                unit: "date" | "label" | "tokens" | "count" | "usd" | "ratio" | "ms" | "minutes" | "lines" | "flag";
                                doc: string;
                                /** @description Filters that narrow it, where those are not all of its metric: with another one set it is null. */
                                filters?: ("user" | "harness" | "client" | "agent" | "project" | "repo" | "provider" | "model" | "tool")[];
                            }[];
                            /** @description Why the caller may not ask for it, whatever the filters; null where they may. */
                            refused: string | null;
                        }[];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "summary.overview": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Overview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Fresh input tokens. */
                            input: number | null;
                            /** @description Output tokens. */
                            output: number | null;
                            /** @description Input tokens read from the cache. */
                            cache_read: number | null;
                            /** @description Input tokens written to the cache. */
                            cache_write: number | null;
                            /** @description Model calls. */
                            calls: number | null;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill. */
                            cost_usd: (number | null) | null;
                            /** @description Calls without a known cost. */
                            unpriced_calls: number | null;
                            /** @description Root sessions that started. */
                            sessions: number | null;
                            /** @description Median wall time of the sessions that ended. */
                            median_duration_minutes: (number | null) | null;
                            /** @description People with a human message or a model call. */
                            active_users: number | null;
                            /** @description Messages people typed. */
                            user_messages: number | null;
                            /** @description Tool calls. */
                            tool_calls: number | null;
                            /** @description Succeeded / (succeeded + failed). */
                            tool_success_rate: (number | null) | null;
                            /** @description Distinct files created per session. */
                            files_created: number | null;
                            /** @description Distinct files edited per session that the session had not created. */
                            files_edited: number | null;
                            /** @description Lines added. */
                            lines_added: number | null;
                            /** @description Lines removed. */
                            lines_removed: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tokens.by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Tokens by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Fresh input tokens, neither read from nor written to a cache (F-TOK-2). */
                            input: number;
                            /** @description Output tokens, reasoning included (F-TOK-3). */
                            output: number;
                            /** @description Input tokens read from the cache (F-TOK-4). */
                            cache_read: number;
                            /** @description Input tokens written to the cache (F-TOK-5). */
                            cache_write: number;
                            /** @description Reasoning tokens, a part of output. */
                            reasoning: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). */
                            cache_efficiency: number | null;
                            /** @description Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money. */
                            billable: number;
                            /** @description The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money. */
                            standard_credits: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tokens.by_model": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Tokens by model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Model as reported. */
                            model: string;
                            /** @description Fresh input tokens, neither read from nor written to a cache (F-TOK-2). */
                            input: number;
                            /** @description Output tokens, reasoning included (F-TOK-3). */
                            output: number;
                            /** @description Input tokens read from the cache (F-TOK-4). */
                            cache_read: number;
                            /** @description Input tokens written to the cache (F-TOK-5). */
                            cache_write: number;
                            /** @description Reasoning tokens, a part of output. */
                            reasoning: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). */
                            cache_efficiency: number | null;
                            /** @description Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money. */
                            billable: number;
                            /** @description The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money. */
                            standard_credits: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tokens.by_user": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Tokens by user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Person, or identity where no person is known for it. */
                            user: string;
                            /** @description Fresh input tokens, neither read from nor written to a cache (F-TOK-2). */
                            input: number;
                            /** @description Output tokens, reasoning included (F-TOK-3). */
                            output: number;
                            /** @description Input tokens read from the cache (F-TOK-4). */
                            cache_read: number;
                            /** @description Input tokens written to the cache (F-TOK-5). */
                            cache_write: number;
                            /** @description Reasoning tokens, a part of output. */
                            reasoning: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). */
                            cache_efficiency: number | null;
                            /** @description Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money. */
                            billable: number;
                            /** @description The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money. */
                            standard_credits: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tokens.by_harness": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Tokens by agent program */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Agent program. */
                            harness: string;
                            /** @description Fresh input tokens, neither read from nor written to a cache (F-TOK-2). */
                            input: number;
                            /** @description Output tokens, reasoning included (F-TOK-3). */
                            output: number;
                            /** @description Input tokens read from the cache (F-TOK-4). */
                            cache_read: number;
                            /** @description Input tokens written to the cache (F-TOK-5). */
                            cache_write: number;
                            /** @description Reasoning tokens, a part of output. */
                            reasoning: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). */
                            cache_efficiency: number | null;
                            /** @description Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money. */
                            billable: number;
                            /** @description The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money. */
                            standard_credits: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tokens.by_team": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Tokens by team */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Team, or unassigned for people in none. */
                            team: string;
                            /** @description Fresh input tokens, neither read from nor written to a cache (F-TOK-2). */
                            input: number;
                            /** @description Output tokens, reasoning included (F-TOK-3). */
                            output: number;
                            /** @description Input tokens read from the cache (F-TOK-4). */
                            cache_read: number;
                            /** @description Input tokens written to the cache (F-TOK-5). */
                            cache_write: number;
                            /** @description Reasoning tokens, a part of output. */
                            reasoning: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). */
                            cache_efficiency: number | null;
                            /** @description Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money. */
                            billable: number;
                            /** @description The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money. */
                            standard_credits: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tokens.by_project": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Tokens by project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Project. */
                            project: string;
                            /** @description Fresh input tokens, neither read from nor written to a cache (F-TOK-2). */
                            input: number;
                            /** @description Output tokens, reasoning included (F-TOK-3). */
                            output: number;
                            /** @description Input tokens read from the cache (F-TOK-4). */
                            cache_read: number;
                            /** @description Input tokens written to the cache (F-TOK-5). */
                            cache_write: number;
                            /** @description Reasoning tokens, a part of output. */
                            reasoning: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). */
                            cache_efficiency: number | null;
                            /** @description Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money. */
                            billable: number;
                            /** @description The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money. */
                            standard_credits: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tokens.by_repo": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Tokens by repository */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Repository. */
                            repo: string;
                            /** @description Fresh input tokens, neither read from nor written to a cache (F-TOK-2). */
                            input: number;
                            /** @description Output tokens, reasoning included (F-TOK-3). */
                            output: number;
                            /** @description Input tokens read from the cache (F-TOK-4). */
                            cache_read: number;
                            /** @description Input tokens written to the cache (F-TOK-5). */
                            cache_write: number;
                            /** @description Reasoning tokens, a part of output. */
                            reasoning: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). */
                            cache_efficiency: number | null;
                            /** @description Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money. */
                            billable: number;
                            /** @description The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money. */
                            standard_credits: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tokens.by_client": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Tokens by surface */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Surface: terminal, ide, … */
                            client: string;
                            /** @description Fresh input tokens, neither read from nor written to a cache (F-TOK-2). */
                            input: number;
                            /** @description Output tokens, reasoning included (F-TOK-3). */
                            output: number;
                            /** @description Input tokens read from the cache (F-TOK-4). */
                            cache_read: number;
                            /** @description Input tokens written to the cache (F-TOK-5). */
                            cache_write: number;
                            /** @description Reasoning tokens, a part of output. */
                            reasoning: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). */
                            cache_efficiency: number | null;
                            /** @description Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money. */
                            billable: number;
                            /** @description The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money. */
                            standard_credits: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tokens.by_day_and_model": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Tokens by day and model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Model as reported. */
                            model: string;
                            /** @description thinking, where most of the calls whose reasoning tokens are told have some; else standard; unknown where none are told. */
                            model_tier: string;
                            /** @description Fresh input tokens, neither read from nor written to a cache (F-TOK-2). */
                            input: number;
                            /** @description Output tokens, reasoning included (F-TOK-3). */
                            output: number;
                            /** @description Input tokens read from the cache (F-TOK-4). */
                            cache_read: number;
                            /** @description Input tokens written to the cache (F-TOK-5). */
                            cache_write: number;
                            /** @description Reasoning tokens, a part of output. */
                            reasoning: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). */
                            cache_efficiency: number | null;
                            /** @description Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money. */
                            billable: number;
                            /** @description The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money. */
                            standard_credits: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tokens.by_day_and_user": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Tokens by day and user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Person, or identity where no person is known for it. */
                            user: string;
                            /** @description Address, if the person is named by one. */
                            email: string | null;
                            /** @description Fresh input tokens, neither read from nor written to a cache (F-TOK-2). */
                            input: number;
                            /** @description Output tokens, reasoning included (F-TOK-3). */
                            output: number;
                            /** @description Input tokens read from the cache (F-TOK-4). */
                            cache_read: number;
                            /** @description Input tokens written to the cache (F-TOK-5). */
                            cache_write: number;
                            /** @description Reasoning tokens, a part of output. */
                            reasoning: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). */
                            cache_efficiency: number | null;
                            /** @description Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money. */
                            billable: number;
                            /** @description The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money. */
                            standard_credits: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tokens.by_day_user_and_model": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Tokens by day, user and model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Person, or identity where no person is known for it. */
                            user: string;
                            /** @description Model as reported. */
                            model: string;
                            /** @description thinking, standard or unknown, as in tokens.by_day_and_model, by the calls of this row. */
                            model_tier: string;
                            /** @description Fresh input tokens, neither read from nor written to a cache (F-TOK-2). */
                            input: number;
                            /** @description Output tokens, reasoning included (F-TOK-3). */
                            output: number;
                            /** @description Input tokens read from the cache (F-TOK-4). */
                            cache_read: number;
                            /** @description Input tokens written to the cache (F-TOK-5). */
                            cache_write: number;
                            /** @description Reasoning tokens, a part of output. */
                            reasoning: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). */
                            cache_efficiency: number | null;
                            /** @description Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money. */
                            billable: number;
                            /** @description The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money. */
                            standard_credits: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tokens.trend": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Tokens from day to day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Fresh input tokens, neither read from nor written to a cache (F-TOK-2). */
                            input: number;
                            /** @description Output tokens, reasoning included (F-TOK-3). */
                            output: number;
                            /** @description Input tokens read from the cache (F-TOK-4). */
                            cache_read: number;
                            /** @description Input tokens written to the cache (F-TOK-5). */
                            cache_write: number;
                            /** @description Reasoning tokens, a part of output. */
                            reasoning: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money. */
                            billable: number;
                            /** @description The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money. */
                            standard_credits: number;
                            /** @description (input − input of the day before) / that of the day before; null where that is 0. */
                            input_delta: number | null;
                            /** @description (output − output of the day before) / that of the day before; null where that is 0. */
                            output_delta: number | null;
                            /** @description (cache_read − cache_read of the day before) / that of the day before; null where that is 0. */
                            cache_read_delta: number | null;
                            /** @description (cache_write − cache_write of the day before) / that of the day before; null where that is 0. */
                            cache_write_delta: number | null;
                            /** @description (reasoning − reasoning of the day before) / that of the day before; null where that is 0. */
                            reasoning_delta: number | null;
                            /** @description (calls − calls of the day before) / that of the day before; null where that is 0. */
                            calls_delta: number | null;
                            /** @description (billable − billable of the day before) / that of the day before; null where that is 0. */
                            billable_delta: number | null;
                            /** @description (standard_credits − standard_credits of the day before) / that of the day before; null where that is 0. */
                            standard_credits_delta: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "models.ranking": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Most used models */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Place by all tokens, 1 for the most. */
                            rank: number;
                            /** @description Model as reported. */
                            model: string;
                            /** @description All tokens: input of every kind and output (G-TOK-1). */
                            tokens: number;
                            /** @description Share of the tokens of all models. */
                            share: number | null;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Place by calls. */
                            rank_by_calls: number;
                            /** @description People and service accounts that used it. */
                            users: number;
                            /** @description Place by these. */
                            rank_by_users: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "models.allocation": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Models by tier and activity */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description frontier, balanced, efficient, or unknown. */
                            tier: string;
                            /** @description spec, execute, review, subagent, or unknown. */
                            activity: string;
                            /** @description All tokens: input of every kind and output (G-TOK-1). */
                            tokens: number;
                            /** @description Share of the tokens of all tiers and activities. */
                            share: number | null;
                            /** @description Model calls. */
                            calls: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "cost.by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Cost by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description API-equivalent cost: what the source reports, else tokens times list price. Null when there are calls and none has a known cost. */
                            cost_usd: number | null;
                            /** @description Part of it that the source itself reported. */
                            reported_usd: number | null;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Calls without a known cost. */
                            unpriced_calls: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "cost.by_model": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Cost by model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Model as reported. */
                            model: string;
                            /** @description API-equivalent cost: what the source reports, else tokens times list price. Null when there are calls and none has a known cost. */
                            cost_usd: number | null;
                            /** @description Part of it that the source itself reported. */
                            reported_usd: number | null;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Calls without a known cost. */
                            unpriced_calls: number;
                            /** @description Share of all known cost; null where none of it is known. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "cost.by_user": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Cost by user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Person, or identity where no person is known for it. */
                            user: string;
                            /** @description API-equivalent cost: what the source reports, else tokens times list price. Null when there are calls and none has a known cost. */
                            cost_usd: number | null;
                            /** @description Part of it that the source itself reported. */
                            reported_usd: number | null;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Calls without a known cost. */
                            unpriced_calls: number;
                            /** @description Share of all known cost; null where none of it is known. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "cost.by_project": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Cost by project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Project. */
                            project: string;
                            /** @description API-equivalent cost: what the source reports, else tokens times list price. Null when there are calls and none has a known cost. */
                            cost_usd: number | null;
                            /** @description Part of it that the source itself reported. */
                            reported_usd: number | null;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Calls without a known cost. */
                            unpriced_calls: number;
                            /** @description Share of all known cost; null where none of it is known. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "cost.by_repo": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Cost by repository */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Repository. */
                            repo: string;
                            /** @description API-equivalent cost: what the source reports, else tokens times list price. Null when there are calls and none has a known cost. */
                            cost_usd: number | null;
                            /** @description Part of it that the source itself reported. */
                            reported_usd: number | null;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Calls without a known cost. */
                            unpriced_calls: number;
                            /** @description Share of all known cost; null where none of it is known. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "cost.by_team": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Cost by team */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Team, or unassigned for people in none. */
                            team: string;
                            /** @description API-equivalent cost: what the source reports, else tokens times list price. Null when there are calls and none has a known cost. */
                            cost_usd: number | null;
                            /** @description Part of it that the source itself reported. */
                            reported_usd: number | null;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Calls without a known cost. */
                            unpriced_calls: number;
                            /** @description Share of all known cost; null where none of it is known. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Sessions by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Root sessions that started (F-ACT-5). */
                            sessions: number;
                            /** @description Of these, sessions still in progress; they are left out of durations (G-SES-2). */
                            active_sessions: number;
                            /** @description Of these, sessions that are over; durations are theirs. */
                            ended_sessions: number;
                            /** @description Mean wall time of those that ended (F-ACT-9). */
                            avg_duration_minutes: number | null;
                            /** @description Median of the same: one session left open skews the mean. */
                            median_duration_minutes: number | null;
                            /** @description 90th percentile of the same (D-SES-2). */
                            p90_duration_minutes: number | null;
                            /** @description Mean engaged time: gaps between events, each at most 5 minutes (G-SES-3). */
                            avg_engaged_minutes: number | null;
                            /** @description Part of it in gaps that end with a message a person typed (D-SES-4). */
                            avg_engaged_user_minutes: number | null;
                            /** @description The rest of it: gaps that end with anything else (D-SES-4). */
                            avg_engaged_agent_minutes: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.by_kind": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Sessions by kind */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description interactive, headless or unknown. */
                            kind: string;
                            /** @description Root sessions that started (F-ACT-5). */
                            sessions: number;
                            /** @description Of these, sessions still in progress; they are left out of durations (G-SES-2). */
                            active_sessions: number;
                            /** @description Of these, sessions that are over; durations are theirs. */
                            ended_sessions: number;
                            /** @description Mean wall time of those that ended (F-ACT-9). */
                            avg_duration_minutes: number | null;
                            /** @description Median of the same: one session left open skews the mean. */
                            median_duration_minutes: number | null;
                            /** @description 90th percentile of the same (D-SES-2). */
                            p90_duration_minutes: number | null;
                            /** @description Mean engaged time: gaps between events, each at most 5 minutes (G-SES-3). */
                            avg_engaged_minutes: number | null;
                            /** @description Part of it in gaps that end with a message a person typed (D-SES-4). */
                            avg_engaged_user_minutes: number | null;
                            /** @description The rest of it: gaps that end with anything else (D-SES-4). */
                            avg_engaged_agent_minutes: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "messages.by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Messages by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Messages of people and agents (F-ACT-6). */
                            messages: number;
                            /** @description Messages people typed (F-ACT-7). */
                            user_messages: number;
                            /** @description Messages of agents. */
                            assistant_messages: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "activity.users": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Active users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description People active on the day (F-ACT-1). */
                            daily_active_users: number;
                            /** @description People active in the 7 days that end with it (F-ACT-2). */
                            weekly_active_users: number;
                            /** @description People active in the 30 days that end with it (F-ACT-3). */
                            monthly_active_users: number;
                            /** @description Daily by monthly active users (F-ACT-4). */
                            stickiness: number | null;
                            /** @description True where the data began after the first of these 30 days: they tell of fewer. */
                            warmup: boolean;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "activity.users_by_day_and_client": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Active users by day and surface */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Surface: terminal, ide, … */
                            client: string;
                            /** @description People active on it on the day. */
                            daily_active_users: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "activity.summary": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Activity of a period */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description People active on the last day (F-ACT-1). */
                            dau: number;
                            /** @description People active in the 7 days that end with it (F-ACT-2). */
                            wau: number;
                            /** @description People active in the 30 days that end with it (F-ACT-3). */
                            mau: number;
                            /** @description True where the data began after the first of these 30 days: they tell of fewer. */
                            warmup: boolean;
                            /** @description Daily by monthly active people of the last day (F-ACT-4). */
                            stickiness: number | null;
                            /** @description Mean of the daily active people of the period by the monthly ones of its last day. */
                            stickiness_mean: number | null;
                            /** @description The same, Saturdays and Sundays left out of the mean. */
                            stickiness_mean_weekdays: number | null;
                            /** @description Root sessions that started (F-ACT-5). */
                            sessions: number;
                            /** @description Mean wall time of those that ended (F-ACT-9). */
                            sessions_avg_duration_minutes: number | null;
                            /** @description Median of the same. */
                            sessions_median_duration_minutes: number | null;
                            /** @description People active in the period. */
                            active_users: number;
                            /** @description Of these, people who were never active before (F-ACT-14). */
                            new_users: number;
                            /** @description Of these, people who were active in the period of as many days before it (F-ACT-14). */
                            returning_users: number;
                            /** @description Of these, the rest: active again after a longer pause. */
                            resumed_users: number;
                            /** @description People who were active before the period and not in it (F-ACT-14). */
                            dormant_users: number;
                            /** @description Seats as set, else members on the last day; null where there are none. */
                            seats: number | null;
                            /** @description Active people / seats (F-ACT-13). */
                            adoption_rate: (number | null) | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "activity.depth": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Depth of use by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Messages of people and agents (F-ACT-6). */
                            messages: number;
                            /** @description Messages people typed (F-ACT-7). */
                            user_messages: number;
                            /** @description Root sessions that started (F-ACT-5). */
                            sessions: number;
                            /** @description People active on the day (F-ACT-1). */
                            active_users: number;
                            /** @description Messages / sessions. */
                            messages_per_session: number | null;
                            /** @description Messages people typed / sessions. */
                            user_messages_per_session: number | null;
                            /** @description Messages / active people. */
                            messages_per_active_user: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "activity.by_client": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Use by surface */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Surface: terminal, ide, … */
                            client: string;
                            /** @description Root sessions that started. */
                            sessions: number;
                            /** @description People active on it; who used two counts in both. */
                            active_users: number;
                            /** @description Input of all kinds plus output. */
                            all_tokens: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill. */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tools.by_tool": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Tool calls by tool */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Canonical tool. */
                            tool: string;
                            /** @description Tool calls, rejected ones included (F-TOOL-1). */
                            calls: number;
                            /** @description Calls that succeeded. */
                            ok: number;
                            /** @description Calls that failed. */
                            error: number;
                            /** @description Calls that were refused before they ran. */
                            rejected: number;
                            /** @description Succeeded / (succeeded + failed); calls that were refused or whose end is unknown are left out (D-TOOL-3). */
                            success_rate: number | null;
                            /** @description Mean run time of the calls whose duration is known. */
                            avg_duration_ms: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tools.by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Tool calls by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Tool calls, rejected ones included (F-TOOL-1). */
                            calls: number;
                            /** @description Calls that succeeded. */
                            ok: number;
                            /** @description Calls that failed. */
                            error: number;
                            /** @description Calls that were refused before they ran. */
                            rejected: number;
                            /** @description Succeeded / (succeeded + failed); calls that were refused or whose end is unknown are left out (D-TOOL-3). */
                            success_rate: number | null;
                            /** @description Mean run time of the calls whose duration is known. */
                            avg_duration_ms: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tools.by_mcp_server": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description MCP calls by server */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description MCP server. */
                            server: string;
                            /** @description Tool calls, rejected ones included (F-TOOL-1). */
                            calls: number;
                            /** @description Calls that succeeded. */
                            ok: number;
                            /** @description Calls that failed. */
                            error: number;
                            /** @description Calls that were refused before they ran. */
                            rejected: number;
                            /** @description Succeeded / (succeeded + failed); calls that were refused or whose end is unknown are left out (D-TOOL-3). */
                            success_rate: number | null;
                            /** @description Mean run time of the calls whose duration is known. */
                            avg_duration_ms: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tools.by_raw_tool": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Tool calls by name of the tool */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Canonical tool. */
                            tool: string;
                            /** @description Name the agent gives it, as reported. */
                            raw_tool: string;
                            /** @description Tool calls, rejected ones included (F-TOOL-1). */
                            calls: number;
                            /** @description Calls that succeeded. */
                            ok: number;
                            /** @description Calls that failed. */
                            error: number;
                            /** @description Calls that were refused before they ran. */
                            rejected: number;
                            /** @description Succeeded / (succeeded + failed); calls that were refused or whose end is unknown are left out (D-TOOL-3). */
                            success_rate: number | null;
                            /** @description Mean run time of the calls whose duration is known. */
                            avg_duration_ms: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tools.by_day_and_tool": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Tool calls by day and tool */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Canonical tool. */
                            tool: string;
                            /** @description Tool calls, rejected ones included (F-TOOL-1). */
                            calls: number;
                            /** @description Calls that succeeded. */
                            ok: number;
                            /** @description Calls that failed. */
                            error: number;
                            /** @description Calls that were refused before they ran. */
                            rejected: number;
                            /** @description Succeeded / (succeeded + failed); calls that were refused or whose end is unknown are left out (D-TOOL-3). */
                            success_rate: number | null;
                            /** @description Mean run time of the calls whose duration is known. */
                            avg_duration_ms: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tools.by_day_and_mcp_server": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description MCP calls by day and server */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description MCP server. */
                            server: string;
                            /** @description Tool calls, rejected ones included (F-TOOL-1). */
                            calls: number;
                            /** @description Calls that succeeded. */
                            ok: number;
                            /** @description Calls that failed. */
                            error: number;
                            /** @description Calls that were refused before they ran. */
                            rejected: number;
                            /** @description Succeeded / (succeeded + failed); calls that were refused or whose end is unknown are left out (D-TOOL-3). */
                            success_rate: number | null;
                            /** @description Mean run time of the calls whose duration is known. */
                            avg_duration_ms: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tools.users_by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description People who use MCP and the web, by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description People with a call of an MCP tool on the day (F-TOOL-3). */
                            mcp_users_with_mcp: number;
                            /** @description People with a session that has an MCP server configured, started on the day or in the 29 before it; only what sessions tell of their settings is known. */
                            mcp_users_configured: number;
                            /** @description People with a session on the web that started on the day (F-TOOL-8). */
                            web_users: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "features.by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Uses of features by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Uses of skills (F-TOOL-5). */
                            skills_invocations: number;
                            /** @description Slash commands, those of the agent itself among them (F-TOOL-6). */
                            slash_commands_invocations: number;
                            /** @description Hooks that ran (F-TOOL-7). */
                            hooks_invocations: number;
                            /** @description Subagents that were started. */
                            subagents_invocations: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "features.by_day_and_name": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Uses of features by day and name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description skill, slash_command, hook or subagent. */
                            kind: string;
                            /** @description Name as reported. */
                            name: string;
                            /** @description Event of a hook; empty for other features. */
                            event: string;
                            /** @description Matcher of a hook; empty where it is not kept. */
                            matcher: string;
                            /** @description Command of a hook; empty where it is not kept. */
                            command: string;
                            /** @description Uses. */
                            count: number;
                            /** @description True for slash commands that change no work, such as help and exit (F-TOOL-6). */
                            builtin: boolean;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "features.by_name": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Uses of features by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description skill, slash_command, hook or subagent. */
                            kind: string;
                            /** @description Name as reported. */
                            name: string;
                            /** @description Uses. */
                            count: number;
                            /** @description People who used it; service accounts do not count. */
                            users: number;
                            /** @description True for slash commands that change no work, such as help and exit (F-TOOL-6). */
                            builtin: boolean;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "features.adoption": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Adoption of features */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description skill, slash_command, hook, mcp or subagent. */
                            kind: string;
                            /** @description Active people with a use of it; service accounts do not count. */
                            users: number;
                            /** @description People active in the period (G-ACT-1). */
                            active_users: number;
                            /** @description The former by the latter. */
                            adoption: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "delegation.by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Delegation by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Tool calls / messages people typed, of the sessions with such a message (F-TOOL-9): a ratio of sums. */
                            autonomy_ratio_avg: number | null;
                            /** @description Median of the same over these sessions (F-TOOL-10). */
                            autonomy_ratio_p50: number | null;
                            /** @description 90th percentile of the same (F-TOOL-10). */
                            autonomy_ratio_p90: number | null;
                            /** @description These sessions: those with a message somebody typed. */
                            autonomy_sessions: number;
                            /** @description Tool calls by session, of those with any message (F-TOOL-11). */
                            tool_calls_per_session_avg: number | null;
                            /** @description Messages people typed by session, of the same (F-TOOL-12). */
                            user_turns_per_session_avg: number | null;
                            /** @description These sessions: those with a message of a person or an agent. */
                            sessions: number;
                            /** @description Tool calls of sessions in which nobody typed anything; they are in no ratio. */
                            headless_tool_calls: number;
                            /** @description Share of the tool calls whose mode is told that were made in auto-high mode (F-TOOL-13). */
                            auto_high: number | null;
                            /** @description Share of the tool calls whose mode is told that were made in auto-medium mode (F-TOOL-13). */
                            auto_medium: number | null;
                            /** @description Share of the tool calls whose mode is told that were made in auto-low mode (F-TOOL-13). */
                            auto_low: number | null;
                            /** @description Share of the tool calls whose mode is told that were made in manual or spec mode (F-TOOL-13). */
                            manual: number | null;
                            /** @description Tool calls whose mode of autonomy is told. */
                            mode_known_calls: number;
                            /** @description All tool calls, by their own time. */
                            tool_calls: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "delegation.summary": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Delegation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Tool calls / messages people typed, of the sessions with such a message (F-TOOL-9): a ratio of sums. */
                            autonomy_ratio_avg: number | null;
                            /** @description Median of the same over these sessions (F-TOOL-10). */
                            autonomy_ratio_p50: number | null;
                            /** @description 90th percentile of the same (F-TOOL-10). */
                            autonomy_ratio_p90: number | null;
                            /** @description These sessions: those with a message somebody typed. */
                            autonomy_sessions: number;
                            /** @description Tool calls by session, of those with any message (F-TOOL-11). */
                            tool_calls_per_session_avg: number | null;
                            /** @description Messages people typed by session, of the same (F-TOOL-12). */
                            user_turns_per_session_avg: number | null;
                            /** @description These sessions: those with a message of a person or an agent. */
                            sessions: number;
                            /** @description Tool calls of sessions in which nobody typed anything; they are in no ratio. */
                            headless_tool_calls: number;
                            /** @description Share of the tool calls whose mode is told that were made in auto-high mode (F-TOOL-13). */
                            auto_high: number | null;
                            /** @description Share of the tool calls whose mode is told that were made in auto-medium mode (F-TOOL-13). */
                            auto_medium: number | null;
                            /** @description Share of the tool calls whose mode is told that were made in auto-low mode (F-TOOL-13). */
                            auto_low: number | null;
                            /** @description Share of the tool calls whose mode is told that were made in manual or spec mode (F-TOOL-13). */
                            manual: number | null;
                            /** @description Tool calls whose mode of autonomy is told. */
                            mode_known_calls: number;
                            /** @description All tool calls, by their own time. */
                            tool_calls: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "delegation.by_user": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Delegation by user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Person, or identity where no person is known for it. */
                            user: string;
                            /** @description Tool calls / messages people typed, of the sessions with such a message (F-TOOL-9): a ratio of sums. */
                            autonomy_ratio_avg: number | null;
                            /** @description Median of the same over these sessions (F-TOOL-10). */
                            autonomy_ratio_p50: number | null;
                            /** @description 90th percentile of the same (F-TOOL-10). */
                            autonomy_ratio_p90: number | null;
                            /** @description These sessions: those with a message somebody typed. */
                            autonomy_sessions: number;
                            /** @description Tool calls by session, of those with any message (F-TOOL-11). */
                            tool_calls_per_session_avg: number | null;
                            /** @description Messages people typed by session, of the same (F-TOOL-12). */
                            user_turns_per_session_avg: number | null;
                            /** @description These sessions: those with a message of a person or an agent. */
                            sessions: number;
                            /** @description Tool calls of sessions in which nobody typed anything; they are in no ratio. */
                            headless_tool_calls: number;
                            /** @description Share of the tool calls whose mode is told that were made in auto-high mode (F-TOOL-13). */
                            auto_high: number | null;
                            /** @description Share of the tool calls whose mode is told that were made in auto-medium mode (F-TOOL-13). */
                            auto_medium: number | null;
                            /** @description Share of the tool calls whose mode is told that were made in auto-low mode (F-TOOL-13). */
                            auto_low: number | null;
                            /** @description Share of the tool calls whose mode is told that were made in manual or spec mode (F-TOOL-13). */
                            manual: number | null;
                            /** @description Tool calls whose mode of autonomy is told. */
                            mode_known_calls: number;
                            /** @description All tool calls, by their own time. */
                            tool_calls: number;
                            /** @description Mode in which most of their tool calls were made, of equals the less autonomous; unknown where none is told (F-USR-8). */
                            delegation_level: string;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "delegation.by_team": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Delegation by team */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Team, or unassigned for people in none. */
                            team: string;
                            /** @description Tool calls / messages people typed, of the sessions with such a message (F-TOOL-9): a ratio of sums. */
                            autonomy_ratio_avg: number | null;
                            /** @description Median of the same over these sessions (F-TOOL-10). */
                            autonomy_ratio_p50: number | null;
                            /** @description 90th percentile of the same (F-TOOL-10). */
                            autonomy_ratio_p90: number | null;
                            /** @description These sessions: those with a message somebody typed. */
                            autonomy_sessions: number;
                            /** @description Tool calls by session, of those with any message (F-TOOL-11). */
                            tool_calls_per_session_avg: number | null;
                            /** @description Messages people typed by session, of the same (F-TOOL-12). */
                            user_turns_per_session_avg: number | null;
                            /** @description These sessions: those with a message of a person or an agent. */
                            sessions: number;
                            /** @description Tool calls of sessions in which nobody typed anything; they are in no ratio. */
                            headless_tool_calls: number;
                            /** @description Share of the tool calls whose mode is told that were made in auto-high mode (F-TOOL-13). */
                            auto_high: number | null;
                            /** @description Share of the tool calls whose mode is told that were made in auto-medium mode (F-TOOL-13). */
                            auto_medium: number | null;
                            /** @description Share of the tool calls whose mode is told that were made in auto-low mode (F-TOOL-13). */
                            auto_low: number | null;
                            /** @description Share of the tool calls whose mode is told that were made in manual or spec mode (F-TOOL-13). */
                            manual: number | null;
                            /** @description Tool calls whose mode of autonomy is told. */
                            mode_known_calls: number;
                            /** @description All tool calls, by their own time. */
                            tool_calls: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tools.duration": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Run time of tools */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Canonical tool. */
                            tool: string;
                            /** @description Mean run time. */
                            avg_duration_ms: number | null;
                            /** @description Median run time. */
                            p50_duration_ms: number | null;
                            /** @description 95th percentile of the same. */
                            p95_duration_ms: number | null;
                            /** @description Calls of which it is known. */
                            duration_calls: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tools.risk": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Commands by risk */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Risk level: low, medium, high, unknown. */
                            risk: string;
                            /** @description Commands that were proposed. */
                            proposed: number;
                            /** @description Commands that were not refused. */
                            executed: number;
                            /** @description Executed / proposed; of high risk it is the escalation ratio. Null where the level is unknown. */
                            escalation_ratio: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "tools.approval": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Approval of tool calls */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Canonical tool. */
                            tool: string;
                            /** @description Calls that were let through or refused, by a person, a rule or a hook. */
                            decided: number;
                            /** @description Of these, calls that were let through. */
                            accepted: number;
                            /** @description Accepted / decided; null where more calls than these have an end that nobody tells. */
                            acceptance_rate: number | null;
                            /** @description Calls that are known to have been let through by the user. */
                            user_accepted: number;
                            /** @description Calls that are known to have been refused by the user. */
                            user_refused: number;
                            /** @description Let through by the user / let through or refused by the user; null where it is not known of every call who let it through. */
                            user_acceptance_rate: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "models.performance": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Performance of models */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Provider as reported. */
                            provider: string;
                            /** @description Model as reported. */
                            model: string;
                            /** @description All input: fresh, read from and written to a cache (D-LLM-1). */
                            input_total: number;
                            /** @description Output tokens, reasoning included (D-LLM-1). */
                            output: number;
                            /** @description Model calls, each counted once however often it was tried (D-LLM-2). */
                            calls: number;
                            /** @description Calls that finally failed. */
                            errors: number;
                            /** @description Finally failed / all calls; transcripts tell hardly any that failed (D-LLM-4). */
                            error_rate: number | null;
                            /** @description Physical requests of the calls whose attempts are known (D-LLM-2). */
                            attempts: number;
                            /** @description Calls whose attempts are known. */
                            tried_calls: number;
                            /** @description Attempts by call, of those whose attempts are known; null where only failed calls tell theirs (D-LLM-5). */
                            avg_attempts: number | null;
                            /** @description Calls with more than one attempt. */
                            retried_calls: number;
                            /** @description Calls with more than one attempt / calls whose attempts are known; null as above (D-LLM-5). */
                            retry_rate: number | null;
                            /** @description Of the calls with more than one attempt whose end is known, those that succeeded; null as above (D-LLM-5). */
                            retry_success_rate: number | null;
                            /** @description Mean time from request to last token of calls that did not fail. */
                            avg_latency_ms: number | null;
                            /** @description Median time from request to last token of calls that did not fail. */
                            p50_latency_ms: number | null;
                            /** @description 95th percentile of the same. */
                            p95_latency_ms: number | null;
                            /** @description Calls of which it is known. */
                            latency_calls: number;
                            /** @description Mean time from request to first token of calls that did not fail. */
                            avg_ttft_ms: number | null;
                            /** @description Median time from request to first token of calls that did not fail. */
                            p50_ttft_ms: number | null;
                            /** @description 95th percentile of the same. */
                            p95_ttft_ms: number | null;
                            /** @description Calls of which it is known. */
                            ttft_calls: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "models.performance_by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Performance of models by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description All input: fresh, read from and written to a cache (D-LLM-1). */
                            input_total: number;
                            /** @description Output tokens, reasoning included (D-LLM-1). */
                            output: number;
                            /** @description Model calls, each counted once however often it was tried (D-LLM-2). */
                            calls: number;
                            /** @description Calls that finally failed. */
                            errors: number;
                            /** @description Finally failed / all calls; transcripts tell hardly any that failed (D-LLM-4). */
                            error_rate: number | null;
                            /** @description Physical requests of the calls whose attempts are known (D-LLM-2). */
                            attempts: number;
                            /** @description Calls whose attempts are known. */
                            tried_calls: number;
                            /** @description Attempts by call, of those whose attempts are known; null where only failed calls tell theirs (D-LLM-5). */
                            avg_attempts: number | null;
                            /** @description Calls with more than one attempt. */
                            retried_calls: number;
                            /** @description Calls with more than one attempt / calls whose attempts are known; null as above (D-LLM-5). */
                            retry_rate: number | null;
                            /** @description Of the calls with more than one attempt whose end is known, those that succeeded; null as above (D-LLM-5). */
                            retry_success_rate: number | null;
                            /** @description Mean time from request to last token of calls that did not fail. */
                            avg_latency_ms: number | null;
                            /** @description Median time from request to last token of calls that did not fail. */
                            p50_latency_ms: number | null;
                            /** @description 95th percentile of the same. */
                            p95_latency_ms: number | null;
                            /** @description Calls of which it is known. */
                            latency_calls: number;
                            /** @description Mean time from request to first token of calls that did not fail. */
                            avg_ttft_ms: number | null;
                            /** @description Median time from request to first token of calls that did not fail. */
                            p50_ttft_ms: number | null;
                            /** @description 95th percentile of the same. */
                            p95_ttft_ms: number | null;
                            /** @description Calls of which it is known. */
                            ttft_calls: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "models.errors": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
            };
        };
        responses: {
            /** @description Failed model calls by error */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Kind of error as reported: a status of HTTP, or a name. */
                            error_type: string;
                            /** @description Calls that finally failed with it. */
                            errors: number;
                            /** @description Share of all calls that failed. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "productivity.by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description File changes by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Distinct files created per session (F-PROD-1). */
                            files_created: number;
                            /** @description Distinct files edited per session that the session had not created (F-PROD-2). */
                            files_edited: number;
                            /** @description Lines added. */
                            lines_added: number;
                            /** @description Lines removed. */
                            lines_removed: number;
                            /** @description Commits that agents made themselves; an amended one counts once (F-PROD-5). With what agents count where nothing tells commits one by one. */
                            git_commits: number;
                            /** @description Pull requests that agents opened, or that are marked as their work (F-PROD-6). */
                            git_prs_created: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "productivity.by_language": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Files by language */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Language. */
                            language: string;
                            /** @description Files created or edited. */
                            files: number;
                            /** @description Lines added. */
                            lines_added: number;
                            /** @description Lines removed. */
                            lines_removed: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "productivity.by_extension": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Files by extension */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Extension. */
                            extension: string;
                            /** @description Files created or edited. */
                            files: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "productivity.by_day_and_language": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Files by day and language */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Language. */
                            language: string;
                            /** @description Files created or edited. */
                            files: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "productivity.by_day_and_extension": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Files by day and extension */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Extension. */
                            extension: string;
                            /** @description Files created or edited. */
                            files: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "productivity.pull_requests": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Pull requests by week */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Monday of the week.
                             */
                            week: string;
                            /** @description Whether all its days lie in the period; else its figures are of a part of it. */
                            is_whole: boolean;
                            /** @description Pull requests opened. */
                            opened: number;
                            /** @description Pull requests merged, whenever they were opened: the throughput. */
                            merged: number;
                            /** @description Of those opened in the week, how many are merged by now. */
                            opened_and_merged: number;
                            /** @description Of those opened in the week, the share that is merged by now. */
                            merge_rate: number | null;
                            /** @description Of those opened, the ones that agents opened or that are marked as their work (F-PROD-6). */
                            opened_by_agents: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "productivity.commits_by_language": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Commits by language */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Language; unknown where the session told no lines. */
                            language: string;
                            /** @description Commits (F-PROD-5). */
                            commits: number;
                            /** @description Pull requests opened (F-PROD-6). */
                            pull_requests: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "productivity.funnel": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description From sessions to what ships */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description sessions, with_file_change, with_commit, with_pull_request, with_merged_pull_request, with_deployed_pull_request. */
                            step: string;
                            /** @description Root sessions that reached it. */
                            sessions: number;
                            /** @description Share of all root sessions. */
                            share_of_sessions: number | null;
                            /** @description Their input of all kinds plus output. */
                            all_tokens: number;
                            /** @description Their API-equivalent cost, of the calls whose cost is known; not your bill. */
                            cost_usd: number | null;
                            /** @description Their calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "productivity.output_and_adoption": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Output and adoption */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description files, git_commits or prs_merged. */
                            output: string;
                            /** @description Weeks by which the output comes later. */
                            lag_weeks: number;
                            /** @description Pairs of weeks. */
                            weeks: number;
                            /** @description From -1 to 1. */
                            correlation: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "productivity.agent_written": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Agent-written changes by week */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Monday of the week.
                             */
                            week: string;
                            /** @description Whether all its days lie in the period; else its figures are of a part of it. */
                            is_whole: boolean;
                            /** @description Pull requests merged. */
                            merged: number;
                            /** @description Of these, the ones of which the share is known; none of an agent counts as known. */
                            judged: number;
                            /** @description Of these, the ones that agents wrote. */
                            agent_written: number;
                            /** @description Agent-written / judged. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "users.by_user": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description How many on a page: 1 to 1000. Default: 100. */
                limit?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Column to sort by. Default: what names the rows. */
                sort?: string;
                /** @description asc or desc. Default: asc for names, desc for figures. Unknown comes last. */
                order?: string;
                /** @description Only those whose name or e-mail address contains this, in any case. */
                search?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Person, or identity where no person is known for it. */
                            user: string;
                            /** @description Address, where the person is named by one. */
                            email: string | null;
                            /** @description Name. */
                            name: string | null;
                            /** @description human or service. */
                            kind: string;
                            /** @description Last day of the period on which they were active. */
                            last_active: string | null;
                            /** @description Days with a message they typed or a model call (F-USR-1); 0 for service accounts. */
                            days_active: number;
                            /** @description Tool calls (F-USR-2). */
                            tool_calls: number;
                            /** @description Of these, calls of tools of MCP servers. */
                            mcp_calls: number;
                            /** @description Uses of skills. */
                            skill_calls: number;
                            /** @description Slash commands. */
                            slash_commands: number;
                            /** @description Hooks that ran. */
                            hooks: number;
                            /** @description Tokens weighted by kind and model, as `billable` of tokens.by_user (F-USR-3). */
                            billable_tokens: number;
                            /** @description The same with the weights of the Factory-compatible routes (Z-4). */
                            standard_credits: number;
                            /** @description Input of all kinds plus output. */
                            all_tokens: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill. */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Root sessions that started (F-USR-4). */
                            sessions: number;
                            /** @description Messages they typed and messages of agents. */
                            messages: number;
                            /** @description Messages they typed. */
                            user_messages: number;
                            /** @description Messages of agents. */
                            assistant_messages: number;
                            /** @description Distinct files created per session (F-USR-5). */
                            files_created: number;
                            /** @description Distinct files edited per session that the session had not created. */
                            files_edited: number;
                            /** @description Commits that their agents made (F-PROD-5). */
                            git_commits: number;
                            /** @description Pull requests that their agents opened (F-PROD-6). */
                            git_prs_created: number;
                            /** @description Pull requests of theirs that were merged, whoever opened them. */
                            prs_merged: number;
                            /** @description Model with most of their tokens; of equal ones that with most calls (F-USR-6). */
                            primary_model: string | null;
                            /** @description thinking, standard or unknown: whether most of its calls told reasoning tokens. */
                            primary_model_tier: string | null;
                            /** @description Tool calls / messages they typed (F-USR-7). */
                            autonomy_ratio: number | null;
                            /** @description Mode of autonomy of most of their tool calls: auto-high, auto-medium, auto-low, spec or manual; of equal ones the less autonomous; null where none is told (F-USR-8). */
                            delegation_level: string | null;
                            /** @description Languages of files they had created or edited, most files first (F-USR-9). */
                            languages: string[];
                            /** @description Merged pull requests per million tokens (F-USR-12). */
                            prs_per_million_tokens: number | null;
                            /** @description Pull requests their agents opened per million tokens (Z-17). */
                            prs_created_per_million_tokens: number | null;
                            /** @description Cost by merged pull request (F-USR-12). */
                            cost_per_merged_pr: number | null;
                            /** @description power_user, may_need_enablement or null: a suggestion. The first are the top tenth by days active, messages typed and merged pull requests; the second those of the lowest quarter who have been members for 14 days (F-USR-10). */
                            label: string | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "users.by_user_and_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description How many on a page: 1 to 1000. Default: 100. */
                limit?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Column to sort by. Default: what names the rows. */
                sort?: string;
                /** @description asc or desc. Default: asc for names, desc for figures. Unknown comes last. */
                order?: string;
                /** @description Only those whose name or e-mail address contains this, in any case. */
                search?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Users by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Person, or identity where no person is known for it. */
                            user: string;
                            /** @description Address, where the person is named by one. */
                            email: string | null;
                            /** @description Name. */
                            name: string | null;
                            /** @description human or service. */
                            kind: string;
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Days with a message they typed or a model call (F-USR-1); 0 for service accounts. */
                            days_active: number;
                            /** @description Tool calls (F-USR-2). */
                            tool_calls: number;
                            /** @description Of these, calls of tools of MCP servers. */
                            mcp_calls: number;
                            /** @description Uses of skills. */
                            skill_calls: number;
                            /** @description Slash commands. */
                            slash_commands: number;
                            /** @description Hooks that ran. */
                            hooks: number;
                            /** @description Tokens weighted by kind and model, as `billable` of tokens.by_user (F-USR-3). */
                            billable_tokens: number;
                            /** @description The same with the weights of the Factory-compatible routes (Z-4). */
                            standard_credits: number;
                            /** @description Input of all kinds plus output. */
                            all_tokens: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill. */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Root sessions that started (F-USR-4). */
                            sessions: number;
                            /** @description Messages they typed and messages of agents. */
                            messages: number;
                            /** @description Messages they typed. */
                            user_messages: number;
                            /** @description Messages of agents. */
                            assistant_messages: number;
                            /** @description Distinct files created per session (F-USR-5). */
                            files_created: number;
                            /** @description Distinct files edited per session that the session had not created. */
                            files_edited: number;
                            /** @description Commits that their agents made (F-PROD-5). */
                            git_commits: number;
                            /** @description Pull requests that their agents opened (F-PROD-6). */
                            git_prs_created: number;
                            /** @description Pull requests of theirs that were merged, whoever opened them. */
                            prs_merged: number;
                            /** @description Model with most of their tokens; of equal ones that with most calls (F-USR-6). */
                            primary_model: string | null;
                            /** @description thinking, standard or unknown: whether most of its calls told reasoning tokens. */
                            primary_model_tier: string | null;
                            /** @description Tool calls / messages they typed (F-USR-7). */
                            autonomy_ratio: number | null;
                            /** @description Mode of autonomy of most of their tool calls: auto-high, auto-medium, auto-low, spec or manual; of equal ones the less autonomous; null where none is told (F-USR-8). */
                            delegation_level: string | null;
                            /** @description Languages of files they had created or edited, most files first (F-USR-9). */
                            languages: string[];
                            /** @description Merged pull requests per million tokens (F-USR-12). */
                            prs_per_million_tokens: number | null;
                            /** @description Pull requests their agents opened per million tokens (Z-17). */
                            prs_created_per_million_tokens: number | null;
                            /** @description Cost by merged pull request (F-USR-12). */
                            cost_per_merged_pr: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "users.economics": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Cost by seat and person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description People active in the period. */
                            active_users: number;
                            /** @description Seats as set, else members on the last day; null where there are none. */
                            seats: number | null;
                            /** @description Seats without activity in the 30 days that end with the last day. */
                            idle_seats: number | null;
                            /** @description Pull requests merged, whoever wrote them. */
                            prs_merged: number;
                            /** @description API-equivalent cost of the calls whose cost is known. */
                            usage_usd: number | null;
                            /** @description Price of the seats over the days of the period; null where no price is set. */
                            seats_usd: (number | null) | null;
                            /** @description Both together. */
                            total_usd: (number | null) | null;
                            /** @description Price of the idle seats over the same days. */
                            idle_seats_usd: (number | null) | null;
                            /** @description Both together / seats. */
                            cost_per_seat: (number | null) | null;
                            /** @description Both together / active people; the cost of usage alone while a filter is set. */
                            cost_per_active_user: number | null;
                            /** @description Both together / merged pull requests, so that what produced none is not hidden (I-COST-1 b); null without any. */
                            cost_per_merged_pr: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "counters.by_name": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description What agents count themselves */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Agent program. */
                            harness: string;
                            /** @description Counter; times such as active_user, active_agent and tool_time are ms. */
                            name: string;
                            /** @description As reported; 0 for cost. */
                            reported: number;
                            /** @description Part of it that is counted: that of sessions of which nothing tells the same one by one. */
                            counted: number;
                            /** @description Of the counter cost: as reported, in USD; null for the others. */
                            cost_usd: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "code.by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Code by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Distinct files edited per session (D-CODE-1). */
                            files_modified: number;
                            /** @description Distinct files created per session (D-CODE-1). */
                            files_created: number;
                            /** @description Distinct files deleted per session (D-CODE-1). */
                            files_deleted: number;
                            /** @description Lines added (D-CODE-2). */
                            lines_added: number;
                            /** @description Lines removed (D-CODE-2). */
                            lines_removed: number;
                            /** @description Of the lines added, those in files that their session created (D-CODE-2). */
                            lines_created: number;
                            /** @description Lines that took the place of others: of each edit the lesser of added and removed, or as an agent counts them that tells no edits (D-CODE-2). */
                            lines_modified: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "code.by_repository": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Code by repository */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Repository. */
                            repo: string;
                            /** @description Distinct files edited per session (D-CODE-1). */
                            files_modified: number;
                            /** @description Distinct files created per session (D-CODE-1). */
                            files_created: number;
                            /** @description Distinct files deleted per session (D-CODE-1). */
                            files_deleted: number;
                            /** @description Lines added (D-CODE-2). */
                            lines_added: number;
                            /** @description Lines removed (D-CODE-2). */
                            lines_removed: number;
                            /** @description Of the lines added, those in files that their session created (D-CODE-2). */
                            lines_created: number;
                            /** @description Lines that took the place of others: of each edit the lesser of added and removed, or as an agent counts them that tells no edits (D-CODE-2). */
                            lines_modified: number;
                            /** @description Share of all files edited, created and deleted (D-CODE-3). */
                            share_of_files: number | null;
                            /** @description Share of all lines added and removed (D-CODE-3). */
                            share_of_lines: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "code.by_team": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Code by team */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Team, or unassigned for people in none. */
                            team: string;
                            /** @description Distinct files edited per session (D-CODE-1). */
                            files_modified: number;
                            /** @description Distinct files created per session (D-CODE-1). */
                            files_created: number;
                            /** @description Distinct files deleted per session (D-CODE-1). */
                            files_deleted: number;
                            /** @description Lines added (D-CODE-2). */
                            lines_added: number;
                            /** @description Lines removed (D-CODE-2). */
                            lines_removed: number;
                            /** @description Of the lines added, those in files that their session created (D-CODE-2). */
                            lines_created: number;
                            /** @description Lines that took the place of others: of each edit the lesser of added and removed, or as an agent counts them that tells no edits (D-CODE-2). */
                            lines_modified: number;
                            /** @description Share of all files edited, created and deleted (D-CODE-3). */
                            share_of_files: number | null;
                            /** @description Share of all lines added and removed (D-CODE-3). */
                            share_of_lines: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "adoption.organisation": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Adoption of the organisation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Seats as set, else members on the last day; null where there are none. */
                            seats: number | null;
                            /** @description People with a message they typed or a model call in the period. */
                            active_users: number;
                            /** @description Root sessions that started. */
                            sessions: number;
                            /** @description Input of all kinds plus output. */
                            all_tokens: number;
                            /** @description Estimated cost: API-equivalent, of the calls whose cost is known; not your bill (D-HOST-3). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Active people / seats (F-ACT-13). */
                            adoption_rate: (number | null) | null;
                            /** @description Cost by active person. */
                            cost_per_active_user: number | null;
                            /** @description Pull requests merged, whoever wrote them. */
                            prs_merged: number;
                            /** @description All cost by merged pull request, so that what produced none is not hidden (I-COST-1 b); null without any. */
                            cost_per_merged_pr: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "adoption.by_team": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Adoption by team */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Team, or unassigned for people in none. */
                            team: string;
                            /** @description People in the team on the last day. */
                            members: number | null;
                            /** @description People with a message they typed or a model call in the period. */
                            active_users: number;
                            /** @description Root sessions that started. */
                            sessions: number;
                            /** @description Input of all kinds plus output. */
                            all_tokens: number;
                            /** @description Estimated cost: API-equivalent, of the calls whose cost is known; not your bill (D-HOST-3). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Active people / members; null without any. */
                            adoption_rate: (number | null) | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "adoption.by_repo": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Adoption by repository */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Repository. */
                            repo: string;
                            /** @description People with a message they typed or a model call in the period. */
                            active_users: number;
                            /** @description Root sessions that started. */
                            sessions: number;
                            /** @description Input of all kinds plus output. */
                            all_tokens: number;
                            /** @description Estimated cost: API-equivalent, of the calls whose cost is known; not your bill (D-HOST-3). */
                            cost_usd: number | null;
                            /** @description Calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Active people / seats of the organisation; null without seats. */
                            adoption_rate: (number | null) | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "cohorts.adoption": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Cohorts of adoption */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description none, light, moderate or heavy. */
                            cohort: string;
                            /** @description People. */
                            users: number;
                            /** @description Share of all people of the answer. */
                            share_of_users: number | null;
                            /** @description Mean of their active days a week. */
                            active_days_per_week: number | null;
                            /** @description Messages they typed. */
                            user_messages: number;
                            /** @description Files created or edited. */
                            files: number;
                            /** @description Commits that agents made. */
                            git_commits: number;
                            /** @description Pull requests that agents opened. */
                            git_prs_created: number;
                            /** @description Pull requests of theirs that were merged, whoever wrote them. */
                            prs_merged: number;
                            /** @description Input of all kinds plus output. */
                            all_tokens: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill. */
                            cost_usd: number | null;
                            /** @description Messages they typed / people. */
                            messages_per_user: number | null;
                            /** @description Files / people. */
                            files_per_user: number | null;
                            /** @description Commits / people. */
                            commits_per_user: number | null;
                            /** @description Merged pull requests / people. */
                            prs_merged_per_user: number | null;
                            /** @description Tokens / people. */
                            tokens_per_user: number | null;
                            /** @description Cost by head. */
                            cost_per_user: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "agents.top": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Agents by frequency */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Named agent or subagent type. */
                            agent: string;
                            /** @description Root sessions with a call of it. */
                            sessions: number;
                            /** @description Its model calls. */
                            calls: number;
                            /** @description Their input of all kinds plus output. */
                            all_tokens: number;
                            /** @description API-equivalent cost of those whose cost is known; not your bill. */
                            cost_usd: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "workflows.top": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Workflows by frequency */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description agent, slash_command or ci_workflow. */
                            kind: string;
                            /** @description Name. */
                            name: string;
                            /** @description Root sessions. */
                            sessions: number;
                            /** @description API-equivalent cost of these sessions, subagents included; not your bill. */
                            cost_usd: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.cohort_summary": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Sessions of the period */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Root sessions that started in the period (S-SUM-1). */
                            sessions: number;
                            /** @description Of these, sessions in progress; they are left out of durations (G-SES-2). */
                            active_sessions: number;
                            /** @description API-equivalent cost of the calls of these sessions, whenever they were made (S-SUM-2); not your bill. */
                            cost_usd: number | null;
                            /** @description Mean of it over the sessions whose cost is known (S-SUM-5). */
                            avg_cost_usd: number | null;
                            /** @description Sessions whose cost is known, those that cost nothing among them. */
                            costed_sessions: number;
                            /** @description Fresh input and output tokens of the same calls (S-SUM-3). */
                            tokens: number;
                            /** @description Input tokens read from the cache. */
                            cache_read: number;
                            /** @description Input tokens written to the cache. */
                            cache_write: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Of these, calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Mean wall time of the sessions that are over (S-SUM-4). */
                            avg_duration_ms: number | null;
                            /** @description Median of the same. */
                            median_duration_ms: number | null;
                            /** @description People whose sessions they are; service accounts do not count (S-SUM-6). */
                            unique_users: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.cohort_by_agent": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Sessions by agent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Agent or subagent type. */
                            agent: string;
                            /** @description Root sessions that started in the period (S-SUM-1). */
                            sessions: number;
                            /** @description Of these, sessions in progress; they are left out of durations (G-SES-2). */
                            active_sessions: number;
                            /** @description API-equivalent cost of the calls of these sessions, whenever they were made (S-SUM-2); not your bill. */
                            cost_usd: number | null;
                            /** @description Mean of it over the sessions whose cost is known (S-SUM-5). */
                            avg_cost_usd: number | null;
                            /** @description Sessions whose cost is known, those that cost nothing among them. */
                            costed_sessions: number;
                            /** @description Fresh input and output tokens of the same calls (S-SUM-3). */
                            tokens: number;
                            /** @description Input tokens read from the cache. */
                            cache_read: number;
                            /** @description Input tokens written to the cache. */
                            cache_write: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Of these, calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Mean wall time of the sessions that are over (S-SUM-4). */
                            avg_duration_ms: number | null;
                            /** @description Median of the same. */
                            median_duration_ms: number | null;
                            /** @description People whose sessions they are; service accounts do not count (S-SUM-6). */
                            unique_users: number;
                            /** @description Share of the known cost of all these sessions; null where none is known. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.cohort_by_model": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Cost of sessions by model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Model as reported. */
                            model: string;
                            /** @description Sessions that called it. */
                            sessions: number;
                            /** @description API-equivalent cost of these calls; not your bill. */
                            cost_usd: number | null;
                            /** @description Fresh input and output tokens. */
                            tokens: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Of these, calls without a known cost. */
                            unpriced_calls: number;
                            /** @description Share of the known cost of all these sessions; null where none is known. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.cohort_by_project": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Sessions by project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Project. */
                            project: string;
                            /** @description Root sessions that started in the period (S-SUM-1). */
                            sessions: number;
                            /** @description Of these, sessions in progress; they are left out of durations (G-SES-2). */
                            active_sessions: number;
                            /** @description API-equivalent cost of the calls of these sessions, whenever they were made (S-SUM-2); not your bill. */
                            cost_usd: number | null;
                            /** @description Mean of it over the sessions whose cost is known (S-SUM-5). */
                            avg_cost_usd: number | null;
                            /** @description Sessions whose cost is known, those that cost nothing among them. */
                            costed_sessions: number;
                            /** @description Fresh input and output tokens of the same calls (S-SUM-3). */
                            tokens: number;
                            /** @description Input tokens read from the cache. */
                            cache_read: number;
                            /** @description Input tokens written to the cache. */
                            cache_write: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Of these, calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Mean wall time of the sessions that are over (S-SUM-4). */
                            avg_duration_ms: number | null;
                            /** @description Median of the same. */
                            median_duration_ms: number | null;
                            /** @description People whose sessions they are; service accounts do not count (S-SUM-6). */
                            unique_users: number;
                            /** @description Share of the known cost of all these sessions; null where none is known. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.cohort_by_user": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Sessions by user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Person, or identity where no person is known for it. */
                            user: string;
                            /** @description Root sessions that started in the period (S-SUM-1). */
                            sessions: number;
                            /** @description Of these, sessions in progress; they are left out of durations (G-SES-2). */
                            active_sessions: number;
                            /** @description API-equivalent cost of the calls of these sessions, whenever they were made (S-SUM-2); not your bill. */
                            cost_usd: number | null;
                            /** @description Mean of it over the sessions whose cost is known (S-SUM-5). */
                            avg_cost_usd: number | null;
                            /** @description Sessions whose cost is known, those that cost nothing among them. */
                            costed_sessions: number;
                            /** @description Fresh input and output tokens of the same calls (S-SUM-3). */
                            tokens: number;
                            /** @description Input tokens read from the cache. */
                            cache_read: number;
                            /** @description Input tokens written to the cache. */
                            cache_write: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Of these, calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Mean wall time of the sessions that are over (S-SUM-4). */
                            avg_duration_ms: number | null;
                            /** @description Median of the same. */
                            median_duration_ms: number | null;
                            /** @description People whose sessions they are; service accounts do not count (S-SUM-6). */
                            unique_users: number;
                            /** @description Share of the known cost of all these sessions; null where none is known. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.cohort_by_user_and_agent": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Agents that people prefer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Person, or identity where no person is known for it. */
                            user: string;
                            /** @description Agent or subagent type. */
                            agent: string;
                            /** @description Sessions in which it worked. */
                            sessions: number;
                            /** @description Share of the sessions of this person. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.cohort_by_coaching": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Sessions of people who are coached, and of others */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * @description coached or others.
                             * @enum {string}
                             */
                            cohort: "coached" | "others";
                            /** @description Root sessions that started in the period (S-SUM-1). */
                            sessions: number;
                            /** @description Of these, sessions in progress; they are left out of durations (G-SES-2). */
                            active_sessions: number;
                            /** @description API-equivalent cost of the calls of these sessions, whenever they were made (S-SUM-2); not your bill. */
                            cost_usd: number | null;
                            /** @description Mean of it over the sessions whose cost is known (S-SUM-5). */
                            avg_cost_usd: number | null;
                            /** @description Sessions whose cost is known, those that cost nothing among them. */
                            costed_sessions: number;
                            /** @description Fresh input and output tokens of the same calls (S-SUM-3). */
                            tokens: number;
                            /** @description Input tokens read from the cache. */
                            cache_read: number;
                            /** @description Input tokens written to the cache. */
                            cache_write: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Of these, calls without a known cost; they are in no sum of money. */
                            unpriced_calls: number;
                            /** @description Mean wall time of the sessions that are over (S-SUM-4). */
                            avg_duration_ms: number | null;
                            /** @description Median of the same. */
                            median_duration_ms: number | null;
                            /** @description People whose sessions they are; service accounts do not count (S-SUM-6). */
                            unique_users: number;
                            /** @description Share of the known cost of all these sessions; null where none is known. */
                            share: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.timeseries_hour": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Sessions, cost and tokens by hour */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description First instant of the hour, ISO 8601 in UTC. */
                            period: string;
                            /** @description Root sessions that started. */
                            sessions: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill. */
                            cost_usd: number | null;
                            /** @description Fresh input and output tokens. */
                            tokens: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Of these, calls without a known cost. */
                            unpriced_calls: number;
                            /** @description Whether the window cuts the period off: its figures are of a part of it. */
                            is_partial: boolean;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.timeseries_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Sessions, cost and tokens by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Day. */
                            period: string;
                            /** @description Root sessions that started. */
                            sessions: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill. */
                            cost_usd: number | null;
                            /** @description Fresh input and output tokens. */
                            tokens: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Of these, calls without a known cost. */
                            unpriced_calls: number;
                            /** @description Whether the window cuts the period off: its figures are of a part of it. */
                            is_partial: boolean;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.timeseries_week": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Sessions, cost and tokens by week */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Monday of the ISO week. */
                            period: string;
                            /** @description Root sessions that started. */
                            sessions: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill. */
                            cost_usd: number | null;
                            /** @description Fresh input and output tokens. */
                            tokens: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Of these, calls without a known cost. */
                            unpriced_calls: number;
                            /** @description Whether the window cuts the period off: its figures are of a part of it. */
                            is_partial: boolean;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.timeseries_month": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Sessions, cost and tokens by month */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description First day of the month. */
                            period: string;
                            /** @description Root sessions that started. */
                            sessions: number;
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill. */
                            cost_usd: number | null;
                            /** @description Fresh input and output tokens. */
                            tokens: number;
                            /** @description Model calls. */
                            calls: number;
                            /** @description Of these, calls without a known cost. */
                            unpriced_calls: number;
                            /** @description Whether the window cuts the period off: its figures are of a part of it. */
                            is_partial: boolean;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.by_day_and_user": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Sessions by day and user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Person, or identity where no person is known for it. */
                            user: string;
                            /** @description Root sessions that started. */
                            sessions: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.duration_patterns": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description How long sessions last */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Sessions that lasted under 5 minutes. */
                            under_5_min: number;
                            /** @description Sessions that lasted from 5 to 15 minutes. */
                            from_5_to_15_min: number;
                            /** @description Sessions that lasted from 15 to 30 minutes. */
                            from_15_to_30_min: number;
                            /** @description Sessions that lasted from 30 to 60 minutes. */
                            from_30_to_60_min: number;
                            /** @description Sessions that lasted from 60 to 120 minutes. */
                            from_60_to_120_min: number;
                            /** @description Sessions that lasted over 120 minutes. */
                            over_120_min: number;
                            /** @description Median wall time; sessions in progress are left out. */
                            median_duration_ms: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.duration_patterns_by_user": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description How long sessions of people last */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Person, or identity where no person is known for it. */
                            user: string;
                            /** @description Sessions that lasted under 5 minutes. */
                            under_5_min: number;
                            /** @description Sessions that lasted from 5 to 15 minutes. */
                            from_5_to_15_min: number;
                            /** @description Sessions that lasted from 15 to 30 minutes. */
                            from_15_to_30_min: number;
                            /** @description Sessions that lasted from 30 to 60 minutes. */
                            from_30_to_60_min: number;
                            /** @description Sessions that lasted from 60 to 120 minutes. */
                            from_60_to_120_min: number;
                            /** @description Sessions that lasted over 120 minutes. */
                            over_120_min: number;
                            /** @description Median wall time; sessions in progress are left out. */
                            median_duration_ms: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.start_patterns": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description When sessions start */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description 1 for Monday to 7 for Sunday. */
                            weekday: number;
                            /** @description Hour of the day, 0 to 23, in the zone of the question. */
                            hour: number;
                            /** @description Root sessions that started then. */
                            sessions: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.start_patterns_by_user": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description When people start sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Person, or identity where no person is known for it. */
                            user: string;
                            /** @description 1 for Monday to 7 for Sunday. */
                            weekday: number;
                            /** @description Hour of the day, 0 to 23, in the zone of the question. */
                            hour: number;
                            /** @description Root sessions that started then. */
                            sessions: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.success_by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description Success of sessions by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Sessions that are over. */
                            ended_sessions: number;
                            /** @description Of these, sessions that neither failed nor were given up, and changed a file or ended with an answer. */
                            successes: number;
                            /** @description Of these, sessions that failed, were given up, or left the last prompt without an answer. */
                            failures: number;
                            /** @description Of these, sessions whose agent tells neither. */
                            unknown_outcomes: number;
                            /** @description Succeeded / (succeeded + failed). */
                            success_rate: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.outcomes_by_agent": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description What agents achieve */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Agent or subagent type. */
                            agent: string;
                            /** @description Sessions in which it worked. */
                            sessions: number;
                            /** @description Sessions that are over. */
                            ended_sessions: number;
                            /** @description Of these, sessions that neither failed nor were given up, and changed a file or ended with an answer. */
                            successes: number;
                            /** @description Of these, sessions that failed, were given up, or left the last prompt without an answer. */
                            failures: number;
                            /** @description Of these, sessions whose agent tells neither. */
                            unknown_outcomes: number;
                            /** @description Succeeded / (succeeded + failed). */
                            success_rate: number | null;
                            /** @description API-equivalent cost of its own calls; not your bill. */
                            cost_usd: number | null;
                            /** @description Pull requests of these sessions, told or matched by more than their time (G-ATT-1). */
                            pull_requests: number;
                            /** @description Of these, merged by now. */
                            merged_pull_requests: number;
                            /** @description Merged / all of them. */
                            merge_rate: number | null;
                            /** @description Cost by merged pull request; null without one. */
                            cost_per_merged_usd: number | null;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "sessions.shipped_by_day": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
            };
        };
        responses: {
            /** @description What came of sessions, by day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day.
                             */
                            date: string;
                            /** @description Root sessions that started. */
                            sessions: number;
                            /** @description Lines added by file changes of these sessions, whenever they were made. */
                            lines_added: number;
                            /** @description Lines removed by them. */
                            lines_removed: number;
                            /** @description Commits that their agents made (F-PROD-5). */
                            commits: number;
                            /** @description Pull requests of theirs, told or matched by more than their time (G-ATT-1). */
                            pull_requests: number;
                            /** @description Of these, merged by now. */
                            merged_pull_requests: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "dimensions.user": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description People */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Person, as resolved. */
                            user: string;
                            /** @description Messages, model calls and tool calls with it. */
                            facts: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "dimensions.harness": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Agent programs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Agent program. */
                            harness: string;
                            /** @description Messages, model calls and tool calls with it. */
                            facts: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "dimensions.client": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Surfaces */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Surface: terminal, ide, … */
                            client: string;
                            /** @description Messages, model calls and tool calls with it. */
                            facts: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "dimensions.agent": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Agents and subagent types */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Named agent or subagent type. */
                            agent: string;
                            /** @description Messages, model calls and tool calls with it. */
                            facts: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "dimensions.project": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Projects */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Project. */
                            project: string;
                            /** @description Messages, model calls and tool calls with it. */
                            facts: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "dimensions.repo": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Repositories */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Repository. */
                            repo: string;
                            /** @description Messages, model calls and tool calls with it. */
                            facts: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "dimensions.provider": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Providers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Model provider. */
                            provider: string;
                            /** @description Messages, model calls and tool calls with it. */
                            facts: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "dimensions.model": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Models */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Model. */
                            model: string;
                            /** @description Messages, model calls and tool calls with it. */
                            facts: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "dimensions.tool": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Model provider. Several values mean "or". */
                provider?: string[];
                /** @description Model. Several values mean "or". */
                model?: string[];
                /** @description Canonical tool. Several values mean "or". */
                tool?: string[];
            };
        };
        responses: {
            /** @description Tools */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Canonical tool. */
                            tool: string;
                            /** @description Messages, model calls and tool calls with it. */
                            facts: number;
                        }[];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    identities: {
        parameters: {
            query?: {
                /** @description json or csv. Default: json. */
                format?: "json" | "csv";
            };
        };
        responses: {
            /** @description The identities. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Unmapped ones first, then by sessions; 10,000 at most. */
                        data: {
                            /** @description As reported; addresses in lower case. */
                            identity: string;
                            /** @description The person it belongs to: itself where nothing says otherwise. */
                            user: string;
                            name: string | null;
                            /**
                             * @description How that is known: an alias of the configuration, a member, a login that names both; `address`: it is an e-mail address, which stands for a person by itself; `unmapped`: nobody knows whose it is.
                             * @enum {string}
                             */
                            how: "alias" | "member" | "login" | "address" | "unmapped";
                            /** @description Of an unmapped one: people whom logins name with it; several are none. */
                            candidates: string[];
                            /** @description Sessions it is reported for. */
                            sessions: number;
                            harnesses: string[];
                            /** @description Last event of these sessions. */
                            last_at: string | null;
                        }[];
                        meta: {
                            org: string;
                            /** Format: date-time */
                            as_of: string;
                            unmapped: number;
                            /** @description True when there are others. */
                            more: boolean;
                        };
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    reconciliation: {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description Sessions of one page, 1 to 500. Default: 50. */
                limit?: number;
                /** @description `next_cursor` of the page before. Default: the first page. */
                cursor?: string;
                /** @description With true, sessions that others started as their subagents are left out. */
                roots?: "true";
                /** @description json or csv. Default: json. CSV has all of the period, unless `limit` or `cursor` ask for a page. */
                format?: "json" | "csv";
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Branch. Several values mean "or". */
                branch?: string[];
                /** @description interactive or headless. Several values mean "or". */
                kind?: string[];
            };
        };
        responses: {
            /** @description Agents, and a page of sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Most calls first. */
                        agents: {
                            harness: string | null;
                            /** @description What transcripts told, of sessions that began in the period; databases as a whole. Null where none is of this session or agent. */
                            transcripts: {
                                files: number;
                                /** @description Lines that are not blank, or records of documents and databases. */
                                rows: number;
                                /** @description Rows that tell token counts. */
                                told_rows: number;
                                /** @description Their plain sum: what counting every row would give. */
                                told_tokens: number;
                                /** @description Rows that became no fact of their own. Reasons are explained in the reference of drops. */
                                dropped: {
                                    reason: string;
                                    records: number;
                                    tokens: number;
                                }[];
                                /** @description Model calls that came of them, file by file. */
                                calls: number;
                                /** @description Their tokens: told_tokens less the tokens that were dropped. */
                                tokens: number;
                                /** @description Totals that the agent itself wrote; null where it wrote none. */
                                reported_tokens: number | null;
                            } | null;
                            /** @description Calls by the source that tells them; one that two tell stands in both lines. */
                            told_by: {
                                source: string;
                                calls: number;
                                tokens: number;
                            }[];
                            /** @description What figures are made of: every call once. */
                            counted: {
                                calls: number;
                                tokens: number;
                                /** @description Their cost is the one their source reports. */
                                reported_calls: number;
                                /** @description Their cost is tokens times list price. */
                                priced_calls: number;
                                /** @description Their cost is unknown, and in no sum. */
                                unpriced_calls: number;
                                cost_usd: number | null;
                            };
                        }[];
                        /** @description Newest first. */
                        sessions: {
                            harness: string | null;
                            /** @description What transcripts told, of sessions that began in the period; databases as a whole. Null where none is of this session or agent. */
                            transcripts: {
                                files: number;
                                /** @description Lines that are not blank, or records of documents and databases. */
                                rows: number;
                                /** @description Rows that tell token counts. */
                                told_rows: number;
                                /** @description Their plain sum: what counting every row would give. */
                                told_tokens: number;
                                /** @description Rows that became no fact of their own. Reasons are explained in the reference of drops. */
                                dropped: {
                                    reason: string;
                                    records: number;
                                    tokens: number;
                                }[];
                                /** @description Model calls that came of them, file by file. */
                                calls: number;
                                /** @description Their tokens: told_tokens less the tokens that were dropped. */
                                tokens: number;
                                /** @description Totals that the agent itself wrote; null where it wrote none. */
                                reported_tokens: number | null;
                            } | null;
                            /** @description Calls by the source that tells them; one that two tell stands in both lines. */
                            told_by: {
                                source: string;
                                calls: number;
                                tokens: number;
                            }[];
                            /** @description What figures are made of: every call once. */
                            counted: {
                                calls: number;
                                tokens: number;
                                /** @description Their cost is the one their source reports. */
                                reported_calls: number;
                                /** @description Their cost is tokens times list price. */
                                priced_calls: number;
                                /** @description Their cost is unknown, and in no sum. */
                                unpriced_calls: number;
                                cost_usd: number | null;
                            };
                            session: string;
                            /** Format: date-time */
                            started_at: string;
                            /** @description The total its agent tells of itself, against ours of the same: of its transcript what came of that, of metrics what is counted. */
                            agent_total: {
                                /** @enum {string} */
                                from: "transcript" | "metrics";
                                tokens: number;
                                ours: number;
                                /** @description The agent's total less ours. */
                                difference: number;
                            } | null;
                        }[];
                        meta: {
                            org: string;
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            tz: string;
                            /** @description True when the last day is not over. */
                            partial: boolean;
                            /**
                             * Format: date-time
                             * @description Everything acknowledged before this instant is included.
                             */
                            as_of: string;
                            /** @description What to ask the next page of sessions with; null on the last. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description Sessions of one page, 1 to 500. Default: 50. */
                limit?: number;
                /** @description `next_cursor` of the page before. Default: the first page. */
                cursor?: string;
                /** @description With true, sessions that others started as their subagents are left out. */
                roots?: "true";
                /** @description json or csv. Default: json. CSV has all of the period, unless `limit` or `cursor` ask for a page. */
                format?: "json" | "csv";
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Branch. Several values mean "or". */
                branch?: string[];
                /** @description interactive or headless. Several values mean "or". */
                kind?: string[];
            };
        };
        responses: {
            /** @description A page of sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            id: string;
                            /** @description The person, or the identity as reported where no person is known for it. */
                            user: string | null;
                            /** @description Agent program. */
                            harness: string | null;
                            /** @description Surface: terminal, ide, … */
                            client: string | null;
                            /** @description Named agent or subagent type. */
                            agent: string | null;
                            project: string | null;
                            repo: string | null;
                            branch: string | null;
                            /** @description interactive or headless. */
                            kind: string | null;
                            /** @description Version of the agent program. */
                            version: string | null;
                            /** @description Session that started this one as a subagent. */
                            parent_session: string | null;
                            /** Format: date-time */
                            started_at: string;
                            /** Format: date-time */
                            last_event_at: string;
                            /** @description Null unless the source told it, and nothing followed. */
                            ended_at: string | null;
                            /** @description No end was told, and the last event is younger than half an hour. */
                            in_progress: boolean;
                            /** @description From start to end, or to the last event; null while in progress. */
                            duration_ms: number | null;
                            /** @description Gaps between events, each at most 5 minutes. */
                            engaged_ms: number;
                            /** @description Messages that people typed. */
                            human_messages: number;
                            assistant_messages: number;
                            model_calls: number;
                            tool_calls: number;
                            file_changes: number;
                        }[];
                        meta: {
                            org: string;
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            tz: string;
                            /** @description True when the last day is not over. */
                            partial: boolean;
                            /**
                             * Format: date-time
                             * @description Everything acknowledged before this instant is included.
                             */
                            as_of: string;
                            /** @description What to ask the next page with; null on the last one. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    session: {
        parameters: {
            path: {
                /** @description Its id. */
                id: string;
            };
        };
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            id: string;
                            /** @description The person, or the identity as reported where no person is known for it. */
                            user: string | null;
                            /** @description Agent program. */
                            harness: string | null;
                            /** @description Surface: terminal, ide, … */
                            client: string | null;
                            /** @description Named agent or subagent type. */
                            agent: string | null;
                            project: string | null;
                            repo: string | null;
                            branch: string | null;
                            /** @description interactive or headless. */
                            kind: string | null;
                            /** @description Version of the agent program. */
                            version: string | null;
                            /** @description Session that started this one as a subagent. */
                            parent_session: string | null;
                            /** Format: date-time */
                            started_at: string;
                            /** Format: date-time */
                            last_event_at: string;
                            /** @description Null unless the source told it, and nothing followed. */
                            ended_at: string | null;
                            /** @description No end was told, and the last event is younger than half an hour. */
                            in_progress: boolean;
                            /** @description From start to end, or to the last event; null while in progress. */
                            duration_ms: number | null;
                            /** @description Gaps between events, each at most 5 minutes. */
                            engaged_ms: number;
                            /** @description Messages that people typed. */
                            human_messages: number;
                            assistant_messages: number;
                            model_calls: number;
                            tool_calls: number;
                            file_changes: number;
                            /** @description Of the session itself, not of its subagents. Disjoint, but for reasoning: a part of output. */
                            tokens: {
                                input: number | null;
                                cache_read: number | null;
                                cache_write: number | null;
                                output: number | null;
                                reasoning: number | null;
                            };
                            /** @description API-equivalent cost of the calls whose cost is known; not your bill. */
                            cost_usd: number | null;
                            /** @description Of how many model calls the cost is known. */
                            cost_coverage: {
                                known: number;
                                total: number;
                            };
                            /** @description Most used first. */
                            models: {
                                provider: string | null;
                                model: string | null;
                                calls: number;
                            }[];
                            /** @description Canonical tools and how their calls ended, most used first. */
                            tools: {
                                tool: string | null;
                                calls: number;
                                ok: number;
                                error: number;
                                rejected: number;
                            }[];
                            /** @description Files by path and operation, at most 500. */
                            files: {
                                path: string;
                                op: string;
                                added: number | null;
                                removed: number | null;
                            }[];
                            /** @description Files beyond those that are listed. */
                            files_more: number;
                            /** @description What the agent counted itself and reported as metrics. */
                            counters: {
                                name: string;
                                /** @description Tokens, lines, ms or things; null for the counter cost. */
                                value: number | null;
                                /** @description Of the counter cost. */
                                usd: number | null;
                                /** @description False where facts of the session tell the same one by one. */
                                counted: boolean;
                            }[];
                            /** @description Sources that told of it. */
                            sources: string[];
                        };
                        meta: {
                            org: string;
                            /**
                             * Format: date-time
                             * @description Everything acknowledged before this instant is included.
                             */
                            as_of: string;
                        };
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sessionTimeline: {
        parameters: {
            query?: {
                /** @description json or csv. Default: json. */
                format?: "json" | "csv";
            };
            path: {
                /** @description Its id. */
                id: string;
            };
        };
        responses: {
            /** @description The steps. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            session: string;
                            /** @description In order of time, at most 5,000; a step comes after the one it lies within. */
                            steps: {
                                id: string;
                                /** @description The step it lies within; null at the top. */
                                parent: string | null;
                                /** @description True where no span says what it lies within: then it is what came before it. */
                                parent_inferred: boolean;
                                /**
                                 * @description `change` is the change of one file, within the edit that made it.
                                 * @enum {string}
                                 */
                                kind: "session" | "prompt" | "model_call" | "tool" | "edit" | "change" | "validation" | "subagent" | "wait" | "hook" | "skill" | "slash_command" | "other";
                                /**
                                 * Format: date-time
                                 * @description Its start where a span times it, else when its source tells it.
                                 */
                                at: string;
                                duration_ms: number | null;
                                /** @description Tool, span, skill, hook or command, as the agent names it. */
                                name: string | null;
                                model: string | null;
                                /** @description Canonical tool. */
                                tool: string | null;
                                /** @description ok, error or rejected. */
                                status: string | null;
                                error_type: string | null;
                                /** @description What a shell command checks: test, lint or build. */
                                validation: string | null;
                                path: string | null;
                                op: string | null;
                                added: number | null;
                                removed: number | null;
                                /** @description Trace of the span that times it. */
                                trace_id: string | null;
                                span_id: string | null;
                            }[];
                            /** @description Steps beyond those that are listed. */
                            steps_more: number;
                        };
                        meta: {
                            org: string;
                            /**
                             * Format: date-time
                             * @description Everything acknowledged before this instant is included.
                             */
                            as_of: string;
                        };
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listErasures: {
        parameters: {
        };
        responses: {
            /** @description Erasures of people */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            erased_at: string;
                            /** @description When nothing was left; null while something is. */
                            done_at: string | null;
                            /** @description How many identities of the person it covers. */
                            identities: number;
                            /** @description How many sessions of theirs. */
                            sessions: number;
                        }[];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    erasePerson: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    user: string;
                };
            };
        };
        responses: {
            /** @description Erase a person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        erased_at: string;
                        /** @description When nothing was left; null while something is. */
                        done_at: string | null;
                        /** @description How many identities of the person it covers. */
                        identities: number;
                        /** @description How many sessions of theirs. */
                        sessions: number;
                        /** @description Events that were removed. */
                        facts: number;
                        /** @description Records that waited and were removed: refused ones, spooled ones, and those to be passed on. */
                        records: number;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    forgetErasure: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    user: string;
                };
            };
        };
        responses: {
            /** @description Let a person in again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Erasures that do not hold any more. */
                        forgotten: number;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    forgetPseudonyms: {
        parameters: {
        };
        responses: {
            /** @description Delete the key of the pseudonyms */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether there was a key. */
                        forgotten: boolean;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before `to`. */
                from?: string;
                /** @description Last day, inclusive, YYYY-MM-DD. Default: today. */
                to?: string;
                /** @description In place of the two: 7d, 30d or 90d, the last days that are over. */
                range?: string;
                /** @description With 1 a `range` ends with today, which is not over. */
                includeToday?: string;
                /** @description IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set. */
                tz?: string;
                /** @description json, an event a line, or csv. Default: json. */
                format?: string;
                /** @description Person, as resolved. Several values mean "or". */
                user?: string[];
                /** @description Agent program. Several values mean "or". */
                harness?: string[];
                /** @description Surface: terminal, ide, … Several values mean "or". */
                client?: string[];
                /** @description Named agent or subagent type. Several values mean "or". */
                agent?: string[];
                /** @description Project. Several values mean "or". */
                project?: string[];
                /** @description Repository. Several values mean "or". */
                repo?: string[];
                /** @description Branch. Several values mean "or". */
                branch?: string[];
                /** @description Id of a session. Several values mean "or". */
                session?: string[];
                /** @description Type of event: message, model_call, tool_call, feature_use, file_change. Several values mean "or". */
                type?: string[];
            };
        };
        responses: {
            /** @description One JSON object a line, in the order of time. A connection that ends before its end has not told all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["Event"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    eventsOfSession: {
        parameters: {
            query?: {
                /** @description json, an event a line, or csv. Default: json. */
                format?: "json" | "csv";
            };
            path: {
                /** @description Its id. */
                id: string;
            };
        };
        responses: {
            /** @description One JSON object a line, in the order of time. A connection that ends before its end has not told all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["Event"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                search?: string;
                role?: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                state?: "active" | "deactivated";
                limit?: number;
                cursor?: string;
            };
        };
        responses: {
            /** @description People of the organisation, by address */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                            /** @description In lower case: what figures call them. */
                            email: string;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                            /** @enum {string} */
                            state: "active" | "deactivated";
                            /** @description Other identities that sources report; all of them. */
                            aliases: string[];
                            /** @description Those that they are in now. */
                            teams: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                manager: boolean;
                                /** Format: date-time */
                                since: string;
                            }[];
                            /** Format: date-time */
                            joined_at: string;
                            left_at: string | null;
                        }[];
                        meta: {
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createUser: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    name?: string;
                    /** @description One of owner, admin, manager, member, viewer, guest; none above that of who asks. */
                    role?: string;
                    aliases?: string[];
                };
            };
        };
        responses: {
            /** @description Add a person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description In lower case: what figures call them. */
                        email: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                        /** @enum {string} */
                        state: "active" | "deactivated";
                        /** @description Other identities that sources report; all of them. */
                        aliases: string[];
                        /** @description Those that they are in now. */
                        teams: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            manager: boolean;
                            /** Format: date-time */
                            since: string;
                        }[];
                        /** Format: date-time */
                        joined_at: string;
                        left_at: string | null;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    user: {
        parameters: {
            path: {
                /** @description Id, address or alias. */
                id: string;
            };
        };
        responses: {
            /** @description A person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description In lower case: what figures call them. */
                        email: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                        /** @enum {string} */
                        state: "active" | "deactivated";
                        /** @description Other identities that sources report; all of them. */
                        aliases: string[];
                        /** @description Those that they are in now. */
                        teams: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            manager: boolean;
                            /** Format: date-time */
                            since: string;
                        }[];
                        /** Format: date-time */
                        joined_at: string;
                        left_at: string | null;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            path: {
                /** @description Id, address or alias. */
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    aliases?: string[];
                };
            };
        };
        responses: {
            /** @description Change the name or the aliases of a person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description In lower case: what figures call them. */
                        email: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                        /** @enum {string} */
                        state: "active" | "deactivated";
                        /** @description Other identities that sources report; all of them. */
                        aliases: string[];
                        /** @description Those that they are in now. */
                        teams: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            manager: boolean;
                            /** Format: date-time */
                            since: string;
                        }[];
                        /** Format: date-time */
                        joined_at: string;
                        left_at: string | null;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setUserRole: {
        parameters: {
            path: {
                /** @description Id, address or alias. */
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description One of owner, admin, manager, member, viewer, guest; none above that of who asks. */
                    role: string;
                };
            };
        };
        responses: {
            /** @description Give a person another role */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description In lower case: what figures call them. */
                        email: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                        /** @enum {string} */
                        state: "active" | "deactivated";
                        /** @description Other identities that sources report; all of them. */
                        aliases: string[];
                        /** @description Those that they are in now. */
                        teams: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            manager: boolean;
                            /** Format: date-time */
                            since: string;
                        }[];
                        /** Format: date-time */
                        joined_at: string;
                        left_at: string | null;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deactivateUser: {
        parameters: {
            path: {
                /** @description Id, address or alias. */
                id: string;
            };
        };
        responses: {
            /** @description End what a person may do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description In lower case: what figures call them. */
                        email: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                        /** @enum {string} */
                        state: "active" | "deactivated";
                        /** @description Other identities that sources report; all of them. */
                        aliases: string[];
                        /** @description Those that they are in now. */
                        teams: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            manager: boolean;
                            /** Format: date-time */
                            since: string;
                        }[];
                        /** Format: date-time */
                        joined_at: string;
                        left_at: string | null;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    reactivateUser: {
        parameters: {
            path: {
                /** @description Id, address or alias. */
                id: string;
            };
        };
        responses: {
            /** @description Take back who had left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description In lower case: what figures call them. */
                        email: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                        /** @enum {string} */
                        state: "active" | "deactivated";
                        /** @description Other identities that sources report; all of them. */
                        aliases: string[];
                        /** @description Those that they are in now. */
                        teams: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            manager: boolean;
                            /** Format: date-time */
                            since: string;
                        }[];
                        /** Format: date-time */
                        joined_at: string;
                        left_at: string | null;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listTeams: {
        parameters: {
        };
        responses: {
            /** @description Teams, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** Format: date-time */
                            created_at: string;
                            /** @description People who are in it now. */
                            members: number;
                        }[];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createTeam: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Make a team */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** Format: date-time */
                        created_at: string;
                        /** @description People who are in it now. */
                        members: number;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    team: {
        parameters: {
            path: {
                /** @description Id or name. */
                id: string;
            };
        };
        responses: {
            /** @description A team and everybody who is or was in it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** Format: date-time */
                        created_at: string;
                        /** @description People who are in it now. */
                        members: number;
                        /** @description Everybody who is or was in it, with each time. */
                        people: {
                            /**
                             * Format: uuid
                             * @description Of the person.
                             */
                            id: string;
                            email: string;
                            name: string;
                            /** @description Looks after the team, and sees its figures. */
                            manager: boolean;
                            /** Format: date-time */
                            since: string;
                            /** @description The first instant that this was not so; null for now. */
                            until: string | null;
                        }[];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteTeam: {
        parameters: {
            path: {
                /** @description Id or name. */
                id: string;
            };
        };
        responses: {
            /** @description End a team */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** Format: date-time */
                        created_at: string;
                        /** @description People who are in it now. */
                        members: number;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    renameTeam: {
        parameters: {
            path: {
                /** @description Id or name. */
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Give a team another name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** Format: date-time */
                        created_at: string;
                        /** @description People who are in it now. */
                        members: number;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    addTeamMember: {
        parameters: {
            path: {
                /** @description Id or name. */
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id, address or alias. */
                    user: string;
                    /** @description Default: now. Another date is for admins. */
                    since?: string | null;
                    /** @default false */
                    manager?: boolean;
                };
            };
        };
        responses: {
            /** @description Take a person into a team */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** Format: date-time */
                        created_at: string;
                        /** @description People who are in it now. */
                        members: number;
                        /** @description Everybody who is or was in it, with each time. */
                        people: {
                            /**
                             * Format: uuid
                             * @description Of the person.
                             */
                            id: string;
                            email: string;
                            name: string;
                            /** @description Looks after the team, and sees its figures. */
                            manager: boolean;
                            /** Format: date-time */
                            since: string;
                            /** @description The first instant that this was not so; null for now. */
                            until: string | null;
                        }[];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeTeamMember: {
        parameters: {
            query?: {
                until?: string;
            };
            path: {
                /** @description Id or name. */
                id: string;
                /** @description Id, address or alias of the person. */
                user: string;
            };
        };
        responses: {
            /** @description End that a person is in a team */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** Format: date-time */
                        created_at: string;
                        /** @description People who are in it now. */
                        members: number;
                        /** @description Everybody who is or was in it, with each time. */
                        people: {
                            /**
                             * Format: uuid
                             * @description Of the person.
                             */
                            id: string;
                            email: string;
                            name: string;
                            /** @description Looks after the team, and sees its figures. */
                            manager: boolean;
                            /** Format: date-time */
                            since: string;
                            /** @description The first instant that this was not so; null for now. */
                            until: string | null;
                        }[];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    changeTeamMember: {
        parameters: {
            path: {
                /** @description Id or name. */
                id: string;
                /** @description Id, address or alias of the person. */
                user: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    manager: boolean;
                };
            };
        };
        responses: {
            /** @description Make a member a manager of the team, or no longer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** Format: date-time */
                        created_at: string;
                        /** @description People who are in it now. */
                        members: number;
                        /** @description Everybody who is or was in it, with each time. */
                        people: {
                            /**
                             * Format: uuid
                             * @description Of the person.
                             */
                            id: string;
                            email: string;
                            name: string;
                            /** @description Looks after the team, and sees its figures. */
                            manager: boolean;
                            /** Format: date-time */
                            since: string;
                            /** @description The first instant that this was not so; null for now. */
                            until: string | null;
                        }[];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listServiceAccounts: {
        parameters: {
        };
        responses: {
            /** @description Service accounts, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                            /** @description Other identities that sources report; all of them. */
                            aliases: string[];
                            /** Format: date-time */
                            created_at: string;
                        }[];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createServiceAccount: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @description One of owner, admin, manager, member, viewer, guest; none above that of who asks. */
                    role?: string;
                    aliases?: string[];
                };
            };
        };
        responses: {
            /** @description Make a service account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                        /** @description Other identities that sources report; all of them. */
                        aliases: string[];
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteServiceAccount: {
        parameters: {
            path: {
                /** @description Id or name. */
                id: string;
            };
        };
        responses: {
            /** @description End a service account and its keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                        /** @description Other identities that sources report; all of them. */
                        aliases: string[];
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    changeServiceAccount: {
        parameters: {
            path: {
                /** @description Id or name. */
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    aliases?: string[];
                };
            };
        };
        responses: {
            /** @description Change the name or the aliases of a service account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                        /** @description Other identities that sources report; all of them. */
                        aliases: string[];
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setServiceAccountRole: {
        parameters: {
            path: {
                /** @description Id or name. */
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description One of owner, admin, manager, member, viewer, guest; none above that of who asks. */
                    role: string;
                };
            };
        };
        responses: {
            /** @description Give a service account another role */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "manager" | "member" | "viewer" | "guest";
                        /** @description Other identities that sources report; all of them. */
                        aliases: string[];
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listProjects: {
        parameters: {
        };
        responses: {
            /** @description Projects, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @description Other names that facts carry in `project`. */
                            aliases: string[];
                            /** @description Names of its repositories. */
                            repositories: string[];
                            /** Format: date-time */
                            created_at: string;
                        }[];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createProject: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    aliases?: string[];
                    repositories?: string[];
                };
            };
        };
        responses: {
            /** @description Make a project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description Other names that facts carry in `project`. */
                        aliases: string[];
                        /** @description Names of its repositories. */
                        repositories: string[];
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    changeProject: {
        parameters: {
            path: {
                /** @description Id or name. */
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    aliases?: string[];
                    repositories?: string[];
                };
            };
        };
        responses: {
            /** @description Change a project, its aliases or its repositories */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description Other names that facts carry in `project`. */
                        aliases: string[];
                        /** @description Names of its repositories. */
                        repositories: string[];
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listRepositories: {
        parameters: {
        };
        responses: {
            /** @description Repositories, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                            /** @description As facts carry it in `repo`. */
                            name: string;
                            /** @description Other names that facts carry in `repo`. */
                            aliases: string[];
                            project: string | null;
                            /** Format: date-time */
                            created_at: string;
                        }[];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createRepository: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    aliases?: string[];
                };
            };
        };
        responses: {
            /** @description Make a repository known */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description As facts carry it in `repo`. */
                        name: string;
                        /** @description Other names that facts carry in `repo`. */
                        aliases: string[];
                        project: string | null;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    changeRepository: {
        parameters: {
            path: {
                /** @description Id or name. */
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    aliases: string[];
                };
            };
        };
        responses: {
            /** @description Change the aliases of a repository */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description As facts carry it in `repo`. */
                        name: string;
                        /** @description Other names that facts carry in `repo`. */
                        aliases: string[];
                        project: string | null;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    settings: {
        parameters: {
        };
        responses: {
            /** @description Settings of the organisation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * @description IANA zone of the days of native answers where a question names none.
                             * @default UTC
                             */
                            timezone: string;
                            /**
                             * @description Keep texts of people and titles, with secrets taken out. Off: they never reach the disk.
                             * @default false
                             */
                            content: boolean;
                            /**
                             * @description Store identities of people as keyed hashes in place of names and addresses.
                             * @default false
                             */
                            pseudonyms: boolean;
                            /**
                             * @description Show no figure of fewer people than `fewest_people`, and none of single people.
                             * @default false
                             */
                            works_council: boolean;
                            /**
                             * @description Smallest group in works-council mode.
                             * @default 5
                             */
                            fewest_people: number;
                            /**
                             * @description Days that facts of a type are kept, by type; `all` for every other one. Default: for ever.
                             * @default {}
                             */
                            retention_days: {
                                [key: string]: number;
                            };
                            /**
                             * @description Seats paid for; null where members are counted.
                             * @default null
                             */
                            seats: number | null;
                            /**
                             * @description Price of a seat in a month, in USD.
                             * @default null
                             */
                            seat_price_usd: number | null;
                            /**
                             * @description Let people in with a password. Off, where a provider of single sign-on is set: only through it.
                             * @default true
                             */
                            password_login: boolean;
                        };
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    changeSettings: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description IANA zone of the days of native answers where a question names none.
                     * @default UTC
                     */
                    timezone?: string;
                    /**
                     * @description Keep texts of people and titles, with secrets taken out. Off: they never reach the disk.
                     * @default false
                     */
                    content?: boolean;
                    /**
                     * @description Store identities of people as keyed hashes in place of names and addresses.
                     * @default false
                     */
                    pseudonyms?: boolean;
                    /**
                     * @description Show no figure of fewer people than `fewest_people`, and none of single people.
                     * @default false
                     */
                    works_council?: boolean;
                    /**
                     * @description Smallest group in works-council mode.
                     * @default 5
                     */
                    fewest_people?: number;
                    /**
                     * @description Days that facts of a type are kept, by type; `all` for every other one. Default: for ever.
                     * @default {}
                     */
                    retention_days?: {
                        [key: string]: number;
                    };
                    /**
                     * @description Seats paid for; null where members are counted.
                     * @default null
                     */
                    seats?: number | null;
                    /**
                     * @description Price of a seat in a month, in USD.
                     * @default null
                     */
                    seat_price_usd?: number | null;
                    /**
                     * @description Let people in with a password. Off, where a provider of single sign-on is set: only through it.
                     * @default true
                     */
                    password_login?: boolean;
                };
            };
        };
        responses: {
            /** @description Change settings: those that are told */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * @description IANA zone of the days of native answers where a question names none.
                             * @default UTC
                             */
                            timezone: string;
                            /**
                             * @description Keep texts of people and titles, with secrets taken out. Off: they never reach the disk.
                             * @default false
                             */
                            content: boolean;
                            /**
                             * @description Store identities of people as keyed hashes in place of names and addresses.
                             * @default false
                             */
                            pseudonyms: boolean;
                            /**
                             * @description Show no figure of fewer people than `fewest_people`, and none of single people.
                             * @default false
                             */
                            works_council: boolean;
                            /**
                             * @description Smallest group in works-council mode.
                             * @default 5
                             */
                            fewest_people: number;
                            /**
                             * @description Days that facts of a type are kept, by type; `all` for every other one. Default: for ever.
                             * @default {}
                             */
                            retention_days: {
                                [key: string]: number;
                            };
                            /**
                             * @description Seats paid for; null where members are counted.
                             * @default null
                             */
                            seats: number | null;
                            /**
                             * @description Price of a seat in a month, in USD.
                             * @default null
                             */
                            seat_price_usd: number | null;
                            /**
                             * @description Let people in with a password. Off, where a provider of single sign-on is set: only through it.
                             * @default true
                             */
                            password_login: boolean;
                        };
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    audit: {
        parameters: {
            query?: {
                type?: string;
                actor?: string;
                target?: string;
                from?: string;
                to?: string;
                limit?: number;
                cursor?: string;
            };
        };
        responses: {
            /** @description The audit log, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            id: string;
                            /** @description One of organisation.created, settings.changed, user.created, user.changed, user.role_changed, user.deactivated, user.reactivated, team.created, team.renamed, team.deleted, team.member_added, team.member_changed, team.member_removed, service_account.created, service_account.changed, service_account.role_changed, service_account.deleted, key.created, key.revoked, project.created, project.changed, repository.created, repository.changed, login.opened, login.failed, login.ended, password.link_made, single_sign_on.changed, single_sign_on.removed, single_sign_on.bound, person.erased, person.let_in, pseudonyms.forgotten, password.set. */
                            eventType: string;
                            actor: {
                                /** @enum {string} */
                                principalKind: "user" | "service" | "key" | "operator" | "nobody";
                                principalId: string | null;
                                /** @description Of a person who is still known. */
                                email: string | null;
                                /** @description What they were when they did it. */
                                role: ("owner" | "admin" | "manager" | "member" | "viewer" | "guest") | null;
                            };
                            /** @description By which way: `api`, `page`, `cli`, `login`. */
                            source: string;
                            /** @description What was changed; its name as it is now. */
                            target: {
                                kind: string;
                                id: string;
                                name: string | null;
                            } | null;
                            payload: {
                                [key: string]: unknown;
                            };
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                        meta: {
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "factory.tokens": {
        parameters: {
            query: {
                /** @description First day, YYYY-MM-DD, by UTC. */
                startDate: string;
                /** @description Last day, inclusive; yesterday at the latest. */
                endDate: string;
                /** @description 1 adds fields that Factory does not have. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
                /** @description One row for each day and group. */
                group_by?: "model" | "user";
            };
        };
        responses: {
            /** @description What are we spending? Tokens by day */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            billable_tokens: number;
                            input_tokens: number;
                            output_tokens: number;
                            cache_read_tokens: number;
                            cache_write_tokens: number;
                            by_model: {
                                model_id: string;
                                /**
                                 * @description Whether most calls of the model ran with reasoning.
                                 * @enum {string}
                                 */
                                model_tier: "standard" | "thinking";
                                billable_tokens: number;
                                input_tokens: number;
                                output_tokens: number;
                            }[];
                            by_user: {
                                /** @description Null where nobody knows who it was. */
                                user_id: string | null;
                                /** @description Null where none is known. */
                                user_email: string | null;
                                billable_tokens: number;
                                by_model: {
                                    model_id: string;
                                    /**
                                     * @description Whether most calls of the model ran with reasoning.
                                     * @enum {string}
                                     */
                                    model_tier: "standard" | "thinking";
                                    billable_tokens: number;
                                    input_tokens: number;
                                    output_tokens: number;
                                }[];
                            }[];
                            /** @description Tokens with the native weights, cache reads among them (F-TOK-1). With `extra=1`. */
                            billable_tokens_weighted?: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). With `extra=1`. */
                            cache_efficiency?: number | null;
                            /** @description API-equivalent cost in US dollars; not your bill (F-TOK-12). With `extra=1`. */
                            cost_usd?: number | null;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    } | {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            group_key: string;
                            billable_tokens: number;
                            input_tokens: number;
                            output_tokens: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactoryError"];
                };
            };
        };
    };
    "factory.tokens.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD, by UTC. */
                startDate?: string;
                /** @description Last day, inclusive; yesterday at the latest. */
                endDate?: string;
                /** @description 1 adds fields that Factory does not have. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
                /** @description One row for each day and group. */
                group_by?: "model" | "user";
            };
        };
        responses: {
            /** @description What are we spending? Tokens by day */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            billable_tokens: number;
                            input_tokens: number;
                            output_tokens: number;
                            cache_read_tokens: number;
                            cache_write_tokens: number;
                            by_model: {
                                model_id: string;
                                /**
                                 * @description Whether most calls of the model ran with reasoning.
                                 * @enum {string}
                                 */
                                model_tier: "standard" | "thinking";
                                billable_tokens: number;
                                input_tokens: number;
                                output_tokens: number;
                            }[];
                            by_user: {
                                /** @description Null where nobody knows who it was. */
                                user_id: string | null;
                                /** @description Null where none is known. */
                                user_email: string | null;
                                billable_tokens: number;
                                by_model: {
                                    model_id: string;
                                    /**
                                     * @description Whether most calls of the model ran with reasoning.
                                     * @enum {string}
                                     */
                                    model_tier: "standard" | "thinking";
                                    billable_tokens: number;
                                    input_tokens: number;
                                    output_tokens: number;
                                }[];
                            }[];
                            /** @description Tokens with the native weights, cache reads among them (F-TOK-1). With `extra=1`. */
                            billable_tokens_weighted?: number;
                            /** @description Share of all input that was read from the cache (F-TOK-6). With `extra=1`. */
                            cache_efficiency?: number | null;
                            /** @description API-equivalent cost in US dollars; not your bill (F-TOK-12). With `extra=1`. */
                            cost_usd?: number | null;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    } | {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            group_key: string;
                            billable_tokens: number;
                            input_tokens: number;
                            output_tokens: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactoryError"];
                };
            };
        };
    };
    "factory.tools": {
        parameters: {
            query: {
                /** @description First day, YYYY-MM-DD, by UTC. */
                startDate: string;
                /** @description Last day, inclusive; yesterday at the latest. */
                endDate: string;
                /** @description 1 adds fields that Factory does not have. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
                /** @description One row for each day and group. */
                group_by?: "tool_name";
            };
        };
        responses: {
            /** @description How is it used? Tools and features by day */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            tool_calls: number;
                            by_tool: {
                                tool: string;
                                invocations: number;
                            }[];
                            mcp_users_with_mcp: number;
                            mcp_by_server: {
                                server: string;
                                invocations: number;
                            }[];
                            skills_invocations: number;
                            skills_by_name: {
                                name: string;
                                count: number;
                            }[];
                            slash_commands_invocations: number;
                            slash_commands_by_name: {
                                name: string;
                                count: number;
                            }[];
                            hooks_invocations: number;
                            hooks_by_event: {
                                event: string;
                                matcher: string;
                                command: string;
                                count: number;
                            }[];
                            web_users: number;
                            autonomy_ratio_avg: number;
                            autonomy_ratio_p50: number;
                            autonomy_ratio_p90: number;
                            tool_calls_per_session_avg: number;
                            user_turns_per_session_avg: number;
                            tool_autonomy_level_ratio: {
                                auto_high: number;
                                auto_medium: number;
                                auto_low: number;
                                manual: number;
                            };
                            /** @description People with an MCP server in the settings of a session (X-F-4). With `extra=1`. */
                            mcp_users_configured?: number;
                            /** @description Tool calls of sessions in which no person said anything (F-TOOL-9). With `extra=1`. */
                            headless_tool_calls?: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    } | {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            group_key: string;
                            tool_calls: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactoryError"];
                };
            };
        };
    };
    "factory.tools.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD, by UTC. */
                startDate?: string;
                /** @description Last day, inclusive; yesterday at the latest. */
                endDate?: string;
                /** @description 1 adds fields that Factory does not have. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
                /** @description One row for each day and group. */
                group_by?: "tool_name";
            };
        };
        responses: {
            /** @description How is it used? Tools and features by day */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            tool_calls: number;
                            by_tool: {
                                tool: string;
                                invocations: number;
                            }[];
                            mcp_users_with_mcp: number;
                            mcp_by_server: {
                                server: string;
                                invocations: number;
                            }[];
                            skills_invocations: number;
                            skills_by_name: {
                                name: string;
                                count: number;
                            }[];
                            slash_commands_invocations: number;
                            slash_commands_by_name: {
                                name: string;
                                count: number;
                            }[];
                            hooks_invocations: number;
                            hooks_by_event: {
                                event: string;
                                matcher: string;
                                command: string;
                                count: number;
                            }[];
                            web_users: number;
                            autonomy_ratio_avg: number;
                            autonomy_ratio_p50: number;
                            autonomy_ratio_p90: number;
                            tool_calls_per_session_avg: number;
                            user_turns_per_session_avg: number;
                            tool_autonomy_level_ratio: {
                                auto_high: number;
                                auto_medium: number;
                                auto_low: number;
                                manual: number;
                            };
                            /** @description People with an MCP server in the settings of a session (X-F-4). With `extra=1`. */
                            mcp_users_configured?: number;
                            /** @description Tool calls of sessions in which no person said anything (F-TOOL-9). With `extra=1`. */
                            headless_tool_calls?: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    } | {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            group_key: string;
                            tool_calls: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactoryError"];
                };
            };
        };
    };
    "factory.activity": {
        parameters: {
            query: {
                /** @description First day, YYYY-MM-DD, by UTC. */
                startDate: string;
                /** @description Last day, inclusive; yesterday at the latest. */
                endDate: string;
                /** @description 1 adds fields that Factory does not have. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
                /** @description One row for each day and group. */
                group_by?: "client";
                /** @description The figures of the whole period, or of each day. */
                view?: "summary" | "daily";
            };
        };
        responses: {
            /** @description Is my organisation using it? People, sessions and messages by day */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            daily_active_users: number;
                            weekly_active_users: number;
                            monthly_active_users: number;
                            /** @description terminal-ui, web and non-interactive-cli always; ide, desktop, ci, sdk, unknown where used. */
                            daily_active_users_by_client: {
                                [key: string]: number;
                            };
                            sessions: number;
                            messages: number;
                            user_messages: number;
                            /** @description Daily by monthly active users (F-ACT-4). With `extra=1`. */
                            stickiness?: number;
                            /** @description Of the sessions that started and ended (F-ACT-9). With `extra=1`. */
                            sessions_avg_duration_minutes?: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    } | {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            group_key: string;
                            daily_active_users: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    } | {
                        /** @description People active on the last day. */
                        dau: number;
                        /** @description People active in the 7 days that end with it. */
                        wau: number;
                        /** @description People active in the 30 days that end with it. */
                        mau: number;
                        /** @description dau / mau. */
                        stickiness: number;
                        /** @description Sessions that started in the period. */
                        sessions: number;
                        /** @description Of those that ended. */
                        sessions_avg_duration_minutes: number;
                        /** @description Mean of dau over the days of the period, by mau. With `extra=1`. */
                        stickiness_mean?: number | null;
                        /** @description Median of the same as the mean. With `extra=1`. */
                        sessions_median_duration_minutes?: number | null;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactoryError"];
                };
            };
        };
    };
    "factory.activity.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD, by UTC. */
                startDate?: string;
                /** @description Last day, inclusive; yesterday at the latest. */
                endDate?: string;
                /** @description 1 adds fields that Factory does not have. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
                /** @description One row for each day and group. */
                group_by?: "client";
                /** @description The figures of the whole period, or of each day. */
                view?: "summary" | "daily";
            };
        };
        responses: {
            /** @description Is my organisation using it? People, sessions and messages by day */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            daily_active_users: number;
                            weekly_active_users: number;
                            monthly_active_users: number;
                            /** @description terminal-ui, web and non-interactive-cli always; ide, desktop, ci, sdk, unknown where used. */
                            daily_active_users_by_client: {
                                [key: string]: number;
                            };
                            sessions: number;
                            messages: number;
                            user_messages: number;
                            /** @description Daily by monthly active users (F-ACT-4). With `extra=1`. */
                            stickiness?: number;
                            /** @description Of the sessions that started and ended (F-ACT-9). With `extra=1`. */
                            sessions_avg_duration_minutes?: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    } | {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            group_key: string;
                            daily_active_users: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    } | {
                        /** @description People active on the last day. */
                        dau: number;
                        /** @description People active in the 7 days that end with it. */
                        wau: number;
                        /** @description People active in the 30 days that end with it. */
                        mau: number;
                        /** @description dau / mau. */
                        stickiness: number;
                        /** @description Sessions that started in the period. */
                        sessions: number;
                        /** @description Of those that ended. */
                        sessions_avg_duration_minutes: number;
                        /** @description Mean of dau over the days of the period, by mau. With `extra=1`. */
                        stickiness_mean?: number | null;
                        /** @description Median of the same as the mean. With `extra=1`. */
                        sessions_median_duration_minutes?: number | null;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactoryError"];
                };
            };
        };
    };
    "factory.productivity": {
        parameters: {
            query: {
                /** @description First day, YYYY-MM-DD, by UTC. */
                startDate: string;
                /** @description Last day, inclusive; yesterday at the latest. */
                endDate: string;
                /** @description 1 adds fields that Factory does not have. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
                /** @description One row for each day and group. */
                group_by?: "extension" | "language";
            };
        };
        responses: {
            /** @description What is being shipped? Files, commits and pull requests by day */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            files_created: number;
                            files_edited: number;
                            by_extension: {
                                extension: string;
                                count: number;
                            }[];
                            by_language: {
                                language: string;
                                count: number;
                            }[];
                            git_commits: number;
                            git_prs_created: number;
                            /** @description Lines added. With `extra=1`. */
                            lines_added?: number;
                            /** @description Lines removed. With `extra=1`. */
                            lines_removed?: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    } | {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            group_key: string;
                            count: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactoryError"];
                };
            };
        };
    };
    "factory.productivity.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD, by UTC. */
                startDate?: string;
                /** @description Last day, inclusive; yesterday at the latest. */
                endDate?: string;
                /** @description 1 adds fields that Factory does not have. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
                /** @description One row for each day and group. */
                group_by?: "extension" | "language";
            };
        };
        responses: {
            /** @description What is being shipped? Files, commits and pull requests by day */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            files_created: number;
                            files_edited: number;
                            by_extension: {
                                extension: string;
                                count: number;
                            }[];
                            by_language: {
                                language: string;
                                count: number;
                            }[];
                            git_commits: number;
                            git_prs_created: number;
                            /** @description Lines added. With `extra=1`. */
                            lines_added?: number;
                            /** @description Lines removed. With `extra=1`. */
                            lines_removed?: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    } | {
                        data: {
                            /**
                             * Format: date
                             * @description Day, by UTC.
                             */
                            date: string;
                            group_key: string;
                            count: number;
                        }[];
                        meta: components["schemas"]["FactoryMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactoryError"];
                };
            };
        };
    };
    "factory.users": {
        parameters: {
            query: {
                /** @description First day, YYYY-MM-DD, by UTC. */
                startDate: string;
                /** @description Last day, inclusive; yesterday at the latest. */
                endDate: string;
                /** @description 1 adds fields that Factory does not have. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
                /** @description People on a page. */
                limit?: number;
                /** @description `meta.next_cursor` of the page before. */
                cursor?: string;
                /** @description Only people whose address or name contains this, in any case. */
                search?: string;
                /** @description Field to sort people by, over the whole period. Default: user_id. */
                sort?: "user_id" | "user_email" | "tool_calls" | "billable_tokens" | "primary_model" | "primary_model_tier" | "files_created" | "files_edited" | "git_commits" | "git_prs_created" | "mcp_calls" | "skill_calls" | "slash_commands" | "hooks" | "sessions" | "messages" | "user_messages" | "assistant_messages" | "autonomy_ratio" | "delegation_level" | "days_active";
                /** @description Default: asc for names, desc for figures. */
                order?: "asc" | "desc";
                /** @description 1 gives one row a person, with days_active. */
                aggregate?: "0" | "1";
            };
        };
        responses: {
            /** @description Who does what? By person and day, in pages */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            user_id: string;
                            /** @description Null where none is known. */
                            user_email: string | null;
                            /** @description Day, by UTC; null with `aggregate=1`. */
                            date: string | null;
                            tool_calls: number;
                            billable_tokens: number;
                            primary_model: string | null;
                            primary_model_tier: ("standard" | "thinking") | null;
                            files_created: number;
                            files_edited: number;
                            git_commits: number;
                            git_prs_created: number;
                            mcp_calls: number;
                            skill_calls: number;
                            slash_commands: number;
                            hooks: number;
                            sessions: number;
                            messages: number;
                            user_messages: number;
                            assistant_messages: number;
                            /** @description Tool calls by messages typed; null without any. */
                            autonomy_ratio: number | null;
                            /** @description auto-high, auto-medium, auto-low, spec or manual. */
                            delegation_level: string | null;
                            /** @description Of the files changed, most first. */
                            languages: string[];
                            /** @description Days with activity. With `aggregate=1`. */
                            days_active?: number;
                        }[];
                        meta: components["schemas"]["FactoryUsersMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactoryError"];
                };
            };
        };
    };
    "factory.users.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD, by UTC. */
                startDate?: string;
                /** @description Last day, inclusive; yesterday at the latest. */
                endDate?: string;
                /** @description 1 adds fields that Factory does not have. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
                /** @description People on a page. */
                limit?: number;
                /** @description `meta.next_cursor` of the page before. */
                cursor?: string;
                /** @description Only people whose address or name contains this, in any case. */
                search?: string;
                /** @description Field to sort people by, over the whole period. Default: user_id. */
                sort?: "user_id" | "user_email" | "tool_calls" | "billable_tokens" | "primary_model" | "primary_model_tier" | "files_created" | "files_edited" | "git_commits" | "git_prs_created" | "mcp_calls" | "skill_calls" | "slash_commands" | "hooks" | "sessions" | "messages" | "user_messages" | "assistant_messages" | "autonomy_ratio" | "delegation_level" | "days_active";
                /** @description Default: asc for names, desc for figures. */
                order?: "asc" | "desc";
                /** @description 1 gives one row a person, with days_active. */
                aggregate?: "0" | "1";
            };
        };
        responses: {
            /** @description Who does what? By person and day, in pages */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            user_id: string;
                            /** @description Null where none is known. */
                            user_email: string | null;
                            /** @description Day, by UTC; null with `aggregate=1`. */
                            date: string | null;
                            tool_calls: number;
                            billable_tokens: number;
                            primary_model: string | null;
                            primary_model_tier: ("standard" | "thinking") | null;
                            files_created: number;
                            files_edited: number;
                            git_commits: number;
                            git_prs_created: number;
                            mcp_calls: number;
                            skill_calls: number;
                            slash_commands: number;
                            hooks: number;
                            sessions: number;
                            messages: number;
                            user_messages: number;
                            assistant_messages: number;
                            /** @description Tool calls by messages typed; null without any. */
                            autonomy_ratio: number | null;
                            /** @description auto-high, auto-medium, auto-low, spec or manual. */
                            delegation_level: string | null;
                            /** @description Of the files changed, most first. */
                            languages: string[];
                            /** @description Days with activity. With `aggregate=1`. */
                            days_active?: number;
                        }[];
                        meta: components["schemas"]["FactoryUsersMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactoryError"];
                };
            };
        };
    };
    "sessions.analytics.summary": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Sessions of a range, what they cost and how long they took */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            total_sessions: number;
                            total_cost: number;
                            total_tokens: number;
                            /** @description Whole seconds; null where no session is over. */
                            avg_duration_seconds: number | null;
                            /** @description US dollars; null where no cost is known. */
                            avg_cost_per_session: number | null;
                            unique_users: number;
                            /** @description With `extra=1`. */
                            active_sessions?: number;
                            /** @description With `extra=1`. */
                            median_duration_seconds?: number | null;
                            /** @description With `extra=1`. */
                            cache_read_tokens?: number;
                            /** @description With `extra=1`. */
                            cache_write_tokens?: number;
                            /** @description With `extra=1`. */
                            calls?: number;
                            /** @description With `extra=1`. */
                            unpriced_calls?: number;
                        };
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.summary.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Sessions of a range, what they cost and how long they took */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            total_sessions: number;
                            total_cost: number;
                            total_tokens: number;
                            /** @description Whole seconds; null where no session is over. */
                            avg_duration_seconds: number | null;
                            /** @description US dollars; null where no cost is known. */
                            avg_cost_per_session: number | null;
                            unique_users: number;
                            /** @description With `extra=1`. */
                            active_sessions?: number;
                            /** @description With `extra=1`. */
                            median_duration_seconds?: number | null;
                            /** @description With `extra=1`. */
                            cache_read_tokens?: number;
                            /** @description With `extra=1`. */
                            cache_write_tokens?: number;
                            /** @description With `extra=1`. */
                            calls?: number;
                            /** @description With `extra=1`. */
                            unpriced_calls?: number;
                        };
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.timeseries": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description Default: day. Weeks are those of ISO 8601. */
                interval?: "hour" | "day" | "week" | "month";
                /** @description One measure rather than all. */
                metric?: "sessions" | "cost" | "tokens";
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Sessions, cost and tokens by hour, day, week or month */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Day, Monday of the week, first day of the month, or first instant of the hour. */
                            date: string;
                            sessions?: number;
                            cost?: number;
                            tokens?: number;
                            /**
                             * @description Where the range cuts the period off, or it is not over.
                             * @constant
                             */
                            partial?: true;
                        }[];
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.timeseries.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description Default: day. Weeks are those of ISO 8601. */
                interval?: "hour" | "day" | "week" | "month";
                /** @description One measure rather than all. */
                metric?: "sessions" | "cost" | "tokens";
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Sessions, cost and tokens by hour, day, week or month */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Day, Monday of the week, first day of the month, or first instant of the hour. */
                            date: string;
                            sessions?: number;
                            cost?: number;
                            tokens?: number;
                            /**
                             * @description Where the range cuts the period off, or it is not over.
                             * @constant
                             */
                            partial?: true;
                        }[];
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.by-agent": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description Page. */
                page?: number;
                /** @description Rows of a page. */
                per_page?: number;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Sessions by the agents that worked in them */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            agent_name: string;
                            session_count: number;
                            /** @description US dollars; null where no cost is known. */
                            avg_cost: number | null;
                            /** @description Whole seconds; null where no session is over. */
                            avg_duration_seconds: number | null;
                            total_tokens: number;
                            /** @description With `extra=1`. */
                            total_cost?: number;
                            /** @description With `extra=1`. */
                            success_rate?: number | null;
                            /** @description With `extra=1`. */
                            merge_rate?: number | null;
                            /** @description With `extra=1`. */
                            pull_requests?: number;
                            /** @description With `extra=1`. */
                            cost_per_merged_pull_request?: number | null;
                            /** @description With `extra=1`. */
                            active_sessions?: number;
                            /** @description With `extra=1`. */
                            median_duration_seconds?: number | null;
                            /** @description With `extra=1`. */
                            cache_read_tokens?: number;
                            /** @description With `extra=1`. */
                            cache_write_tokens?: number;
                            /** @description With `extra=1`. */
                            calls?: number;
                            /** @description With `extra=1`. */
                            unpriced_calls?: number;
                        }[];
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.by-agent.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description Page. */
                page?: number;
                /** @description Rows of a page. */
                per_page?: number;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Sessions by the agents that worked in them */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            agent_name: string;
                            session_count: number;
                            /** @description US dollars; null where no cost is known. */
                            avg_cost: number | null;
                            /** @description Whole seconds; null where no session is over. */
                            avg_duration_seconds: number | null;
                            total_tokens: number;
                            /** @description With `extra=1`. */
                            total_cost?: number;
                            /** @description With `extra=1`. */
                            success_rate?: number | null;
                            /** @description With `extra=1`. */
                            merge_rate?: number | null;
                            /** @description With `extra=1`. */
                            pull_requests?: number;
                            /** @description With `extra=1`. */
                            cost_per_merged_pull_request?: number | null;
                            /** @description With `extra=1`. */
                            active_sessions?: number;
                            /** @description With `extra=1`. */
                            median_duration_seconds?: number | null;
                            /** @description With `extra=1`. */
                            cache_read_tokens?: number;
                            /** @description With `extra=1`. */
                            cache_write_tokens?: number;
                            /** @description With `extra=1`. */
                            calls?: number;
                            /** @description With `extra=1`. */
                            unpriced_calls?: number;
                        }[];
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.cost-breakdown": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Cost by model, project and user */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            by_model: {
                                model: string;
                                family: string;
                                cost: number;
                                share: number;
                            }[];
                            by_project: {
                                project_id: string;
                                project_name: string;
                                cost: number;
                                share: number;
                            }[];
                            /** @description Left out for whoever may read sums alone. */
                            by_user?: {
                                user_id: string;
                                email: string | null;
                                cost: number;
                                share: number;
                            }[];
                        };
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.cost-breakdown.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Cost by model, project and user */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            by_model: {
                                model: string;
                                family: string;
                                cost: number;
                                share: number;
                            }[];
                            by_project: {
                                project_id: string;
                                project_name: string;
                                cost: number;
                                share: number;
                            }[];
                            /** @description Left out for whoever may read sums alone. */
                            by_user?: {
                                user_id: string;
                                email: string | null;
                                cost: number;
                                share: number;
                            }[];
                        };
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.by-user": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description Page. */
                page?: number;
                /** @description Rows of a page. */
                per_page?: number;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Sessions by user, with agents and hours they prefer */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            user_id: string;
                            email: string | null;
                            session_count: number;
                            total_cost: number;
                            /** @description US dollars; null where no cost is known. */
                            avg_cost: number | null;
                            total_tokens: number;
                            /** @description Whole seconds; null where no session is over. */
                            avg_duration_seconds: number | null;
                            share: number;
                            sessions_over_time: {
                                /** Format: date */
                                date: string;
                                sessions: number;
                            }[];
                            agents: {
                                agent_name: string;
                                session_count: number;
                                share: number;
                            }[];
                            durations: {
                                histogram: {
                                    minutes: string;
                                    sessions: number;
                                }[];
                                /** @description Whole seconds; null where no session is over. */
                                median_seconds: number | null;
                            };
                            /** @description By weekday, 1 for Monday, and hour; hours without sessions are left out. */
                            starts: {
                                weekday: number;
                                hour: number;
                                sessions: number;
                            }[];
                            /** @description With `extra=1`. */
                            active_sessions?: number;
                            /** @description With `extra=1`. */
                            median_duration_seconds?: number | null;
                            /** @description With `extra=1`. */
                            cache_read_tokens?: number;
                            /** @description With `extra=1`. */
                            cache_write_tokens?: number;
                            /** @description With `extra=1`. */
                            calls?: number;
                            /** @description With `extra=1`. */
                            unpriced_calls?: number;
                        }[];
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.by-user.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description Page. */
                page?: number;
                /** @description Rows of a page. */
                per_page?: number;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Sessions by user, with agents and hours they prefer */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            user_id: string;
                            email: string | null;
                            session_count: number;
                            total_cost: number;
                            /** @description US dollars; null where no cost is known. */
                            avg_cost: number | null;
                            total_tokens: number;
                            /** @description Whole seconds; null where no session is over. */
                            avg_duration_seconds: number | null;
                            share: number;
                            sessions_over_time: {
                                /** Format: date */
                                date: string;
                                sessions: number;
                            }[];
                            agents: {
                                agent_name: string;
                                session_count: number;
                                share: number;
                            }[];
                            durations: {
                                histogram: {
                                    minutes: string;
                                    sessions: number;
                                }[];
                                /** @description Whole seconds; null where no session is over. */
                                median_seconds: number | null;
                            };
                            /** @description By weekday, 1 for Monday, and hour; hours without sessions are left out. */
                            starts: {
                                weekday: number;
                                hour: number;
                                sessions: number;
                            }[];
                            /** @description With `extra=1`. */
                            active_sessions?: number;
                            /** @description With `extra=1`. */
                            median_duration_seconds?: number | null;
                            /** @description With `extra=1`. */
                            cache_read_tokens?: number;
                            /** @description With `extra=1`. */
                            cache_write_tokens?: number;
                            /** @description With `extra=1`. */
                            calls?: number;
                            /** @description With `extra=1`. */
                            unpriced_calls?: number;
                        }[];
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.by-project": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description Page. */
                page?: number;
                /** @description Rows of a page. */
                per_page?: number;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Projects by sessions, cost and tokens */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            project_id: string;
                            project_name: string;
                            session_count: number;
                            total_cost: number;
                            /** @description US dollars; null where no cost is known. */
                            avg_cost: number | null;
                            total_tokens: number;
                            /** @description Whole seconds; null where no session is over. */
                            avg_duration_seconds: number | null;
                            share: number;
                            /** @description With `extra=1`. */
                            active_sessions?: number;
                            /** @description With `extra=1`. */
                            median_duration_seconds?: number | null;
                            /** @description With `extra=1`. */
                            cache_read_tokens?: number;
                            /** @description With `extra=1`. */
                            cache_write_tokens?: number;
                            /** @description With `extra=1`. */
                            calls?: number;
                            /** @description With `extra=1`. */
                            unpriced_calls?: number;
                        }[];
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.by-project.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description Page. */
                page?: number;
                /** @description Rows of a page. */
                per_page?: number;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Projects by sessions, cost and tokens */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            project_id: string;
                            project_name: string;
                            session_count: number;
                            total_cost: number;
                            /** @description US dollars; null where no cost is known. */
                            avg_cost: number | null;
                            total_tokens: number;
                            /** @description Whole seconds; null where no session is over. */
                            avg_duration_seconds: number | null;
                            share: number;
                            /** @description With `extra=1`. */
                            active_sessions?: number;
                            /** @description With `extra=1`. */
                            median_duration_seconds?: number | null;
                            /** @description With `extra=1`. */
                            cache_read_tokens?: number;
                            /** @description With `extra=1`. */
                            cache_write_tokens?: number;
                            /** @description With `extra=1`. */
                            calls?: number;
                            /** @description With `extra=1`. */
                            unpriced_calls?: number;
                        }[];
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.success-trend": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description How sessions ended, by day */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date */
                            date: string;
                            ended_sessions: number;
                            successful_sessions: number;
                            failed_sessions: number;
                            success_rate: number | null;
                        }[];
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.success-trend.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description How sessions ended, by day */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date */
                            date: string;
                            ended_sessions: number;
                            successful_sessions: number;
                            failed_sessions: number;
                            success_rate: number | null;
                        }[];
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.coaching": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Sessions of people in the team Coaching, and those of all others */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            cohort: "coached" | "others";
                            unique_users: number;
                            session_count: number;
                            total_cost: number;
                            /** @description US dollars; null where no cost is known. */
                            avg_cost: number | null;
                            total_tokens: number;
                            /** @description Whole seconds; null where no session is over. */
                            avg_duration_seconds: number | null;
                        }[];
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    "sessions.analytics.coaching.short": {
        parameters: {
            query?: {
                /** @description First day, YYYY-MM-DD. Default: 29 days before end_date. */
                start_date?: string;
                /** @description Last day, inclusive. Default: yesterday. */
                end_date?: string;
                /** @description Projects, separated by commas; `unassigned` for none. */
                project_id?: string;
                /** @description Repositories, separated by commas. */
                repo?: string;
                /** @description Agents, separated by commas; `default` for the program itself. */
                agent_name?: string;
                /** @description Users by id or address, separated by commas. */
                user_id?: string;
                /** @description 1 adds fields beside the documented ones. */
                extra?: "0" | "1";
                /** @description csv answers a table; so does `Accept: text/csv`. */
                format?: "json" | "csv";
            };
            path: {
                /** @description The organisation of the key, by id or slug; `default` in personal mode. */
                org_id: string;
            };
        };
        responses: {
            /** @description Sessions of people in the team Coaching, and those of all others */
            200: {
                headers: {
                    /** @description Fields with a 0 that stands for nothing known, separated by commas. */
                    "X-Tachograph-Empty"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            cohort: "coached" | "others";
                            unique_users: number;
                            session_count: number;
                            total_cost: number;
                            /** @description US dollars; null where no cost is known. */
                            avg_cost: number | null;
                            total_tokens: number;
                            /** @description Whole seconds; null where no session is over. */
                            avg_duration_seconds: number | null;
                        }[];
                        meta: components["schemas"]["SessionAnalyticsMeta"];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnalyticsError"];
                };
            };
        };
    };
    postFacts: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/x-ndjson": components["schemas"]["message"] | components["schemas"]["model_call"] | components["schemas"]["tool_call"] | components["schemas"]["feature_use"] | components["schemas"]["file_change"] | components["schemas"]["span"] | components["schemas"]["counter"] | components["schemas"]["commit"] | components["schemas"]["review"] | components["schemas"]["escalation"] | components["schemas"]["cost_entry"] | components["schemas"]["test_run"] | components["schemas"]["uptime_sample"] | components["schemas"]["readiness_report"] | components["schemas"]["session"] | components["schemas"]["pull_request"] | components["schemas"]["work_item"] | components["schemas"]["station_visit"] | components["schemas"]["handoff"] | components["schemas"]["deployment"] | components["schemas"]["incident"] | components["schemas"]["pipeline_run"] | components["schemas"]["member"] | components["schemas"]["transcript"];
            };
        };
        responses: {
            /** @description What became of the lines. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    collector: {
        parameters: {
        };
        responses: {
            /** @description What a collector has to know before it sends facts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Version of the server. */
                        version: string;
                        /** @description Organisation that facts sent with this key belong to. */
                        org: string;
                        /** @description Tells its store from one that was made anew at the same address, and holds nothing yet. */
                        store: string;
                        /** @description Key of the hashes of added lines: one an organisation, so that those of all its machines match. */
                        line_key: string;
                        /** @description Fact types that are taken. */
                        types: string[];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    status: {
        parameters: {
            query?: {
                /** @description With true the answer waits until everything acknowledged so far shows in metrics. */
                settled?: "true";
            };
        };
        responses: {
            /** @description Version, import under way, and how fresh the figures are */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: string;
                        org: string;
                        /**
                         * @description In team mode every question needs a key; in personal mode there is no login.
                         * @enum {string}
                         */
                        mode: "personal" | "team";
                        /** @description Zone of the days where a question names none. */
                        tz: string;
                        /** @description Works-council mode; null where it is off. */
                        works_council: {
                            /** @description Fewest people that a figure is of. */
                            fewest_people: number;
                            /** @description False where the caller reads their own figures. */
                            applies: boolean;
                        } | null;
                        /**
                         * Format: date-time
                         * @description Everything acknowledged before this instant shows in answers.
                         */
                        as_of: string;
                        /** @description Facts in the store; counted up to a million. */
                        facts: number;
                        /** @description Whether any of them are of the demo organisation, and whether any are not. */
                        holds: {
                            demo: boolean;
                            real: boolean;
                        };
                        /** @description When messages, model calls and tool calls happened, to the quarter of an hour; null without any. */
                        events: {
                            /** Format: date-time */
                            first_at: string;
                            /** Format: date-time */
                            last_at: string;
                        } | null;
                        /** @description The import of the transcripts on this machine: `off` when the server leaves them alone. */
                        discovery: {
                            /** @enum {string} */
                            state: "off" | "searching" | "importing" | "idle" | "failed";
                            files_done: number;
                            files_total: number;
                            bytes_done: number;
                            bytes_total: number;
                            /** @description Model calls read so far. */
                            calls: number;
                            sources: {
                                id: string;
                                title: string;
                                folders: {
                                    path: string;
                                    exists: boolean;
                                }[];
                                /** @description Transcripts in these folders; null when nobody has looked. */
                                files: number | null;
                            }[];
                        };
                        /** @description Command lines that fill the data folder of this server; null when it is not on this machine. */
                        commands: {
                            import: string;
                            demo: string;
                        } | null;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listOrganisations: {
        parameters: {
        };
        responses: {
            /** @description All organisations, for the operator */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Organisation"][];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createOrganisation: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @description E-mail address of whoever it belongs to. */
                    owner: string;
                };
            };
        };
        responses: {
            /** @description The organisation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
        };
        responses: {
            /** @description Keys of the organisation, for owners and admins */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Key"][];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createKey: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    scopes: string[];
                    expires_at?: string | null;
                    /** @description Whose it is to be: id, address or alias of a person. */
                    user?: string;
                    /** @description Or id or name of a service account. */
                    service?: string;
                    /** @description Of a key of the organisation's own: `admin` where none is told. */
                    role?: string;
                };
            };
        };
        responses: {
            /** @description The key, told this once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"] & {
                        key: string;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            path: {
                /** @description Id or name. */
                id: string;
            };
        };
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    quarantine: {
        parameters: {
            query?: {
                /** @description How many: 1 to 1000. */
                limit?: number;
            };
        };
        responses: {
            /** @description Telemetry that was refused and kept, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            id: string;
                            /**
                             * Format: date-time
                             * @description When it came last.
                             */
                            at: string;
                            signal: string;
                            agent: string;
                            reason: string;
                            detail: string;
                            /** @description Whose it is, where it says so. */
                            subject: string;
                            /** @description The record as a request of OTLP/JSON, without texts of people. */
                            record: string;
                        }[];
                        meta: {
                            /** @description Records that are kept. */
                            total: number;
                        };
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    clearQuarantine: {
        parameters: {
        };
        responses: {
            /** @description How much that was. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    replayQuarantine: {
        parameters: {
        };
        responses: {
            /** @description How much was taken now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    loginWays: {
        parameters: {
        };
        responses: {
            /** @description The ways. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Organisation whose single sign-on is at `/login/oidc/ORGANISATION`; empty where there are several, of which each knows its own; null without any. */
                        sign_on: string | null;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    login: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    password: string;
                    /** @description Id or slug. Default: every one that the password is of; the oldest is shown first. */
                    organisation?: string;
                } | {
                    key: string;
                };
            };
        };
        responses: {
            /** @description Who is logged in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    logout: {
        parameters: {
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    me: {
        parameters: {
        };
        responses: {
            /** @description Who that is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    switchOrganisation: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    organisation: string;
                };
            };
        };
        responses: {
            /** @description Who is logged in there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listLogins: {
        parameters: {
        };
        responses: {
            /** @description The logins. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Login"][];
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    endLogins: {
        parameters: {
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many. */
                        ended: number;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    endLogin: {
        parameters: {
            path: {
                /** @description Its id. */
                id: string;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many. */
                        ended: number;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    signOn: {
        parameters: {
            path: {
                /** @description Id or slug. */
                organisation: string;
            };
        };
        responses: {
            /** @description To the provider. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    signedOn: {
        parameters: {
        };
        responses: {
            /** @description To the page, logged in. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    singleSignOn: {
        parameters: {
        };
        responses: {
            /** @description Its settings, without the secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Its address, as the provider writes it. */
                        issuer: string;
                        client_id: string;
                        /**
                         * @description Of e-mail addresses that are let in; empty is any.
                         * @default []
                         */
                        domains: string[];
                        /**
                         * @description Of people of these domains who come without having been added; null lets in nobody else.
                         * @default null
                         */
                        default_role: ("manager" | "member" | "viewer" | "guest") | null;
                        /**
                         * @description Whether an address counts as verified where the provider says neither yes nor no.
                         * @default false
                         */
                        assume_verified: boolean;
                        /** Format: date-time */
                        changed_at: string;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setSingleSignOn: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Its address, as the provider writes it. */
                    issuer: string;
                    client_id: string;
                    /**
                     * @description Of e-mail addresses that are let in; empty is any.
                     * @default []
                     */
                    domains?: string[];
                    /**
                     * @description Of people of these domains who come without having been added; null lets in nobody else.
                     * @default null
                     */
                    default_role?: ("manager" | "member" | "viewer" | "guest") | null;
                    /**
                     * @description Whether an address counts as verified where the provider says neither yes nor no.
                     * @default false
                     */
                    assume_verified?: boolean;
                    /** @description Never shown again. Left out: the one before, of the same client. */
                    client_secret?: string;
                };
            };
        };
        responses: {
            /** @description Its settings, without the secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Its address, as the provider writes it. */
                        issuer: string;
                        client_id: string;
                        /**
                         * @description Of e-mail addresses that are let in; empty is any.
                         * @default []
                         */
                        domains: string[];
                        /**
                         * @description Of people of these domains who come without having been added; null lets in nobody else.
                         * @default null
                         */
                        default_role: ("manager" | "member" | "viewer" | "guest") | null;
                        /**
                         * @description Whether an address counts as verified where the provider says neither yes nor no.
                         * @default false
                         */
                        assume_verified: boolean;
                        /** Format: date-time */
                        changed_at: string;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeSingleSignOn: {
        parameters: {
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setPassword: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Of a link that an administrator made. */
                    token: string;
                    /** @description 12 to 128 characters. */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Who is logged in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createPasswordLink: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description E-mail address or id of a member of the organisation. */
                    user: string;
                };
            };
        };
        responses: {
            /** @description The link, told this once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        email: string;
                        /** @description To be given to that person alone; it works once. */
                        url: string;
                        /** Format: date-time */
                        expires_at: string;
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ingest: {
        parameters: {
        };
        responses: {
            /** @description What came in through each door since the server started */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            door: "facts" | "otlp/logs" | "otlp/metrics" | "otlp/traces";
                            /** @description The harness; `api` for facts, `unknown` for telemetry of no known agent. */
                            agent: string;
                            /** @description Records: accepted + duplicate + rejected + quarantined. */
                            received: number;
                            accepted: number;
                            /** @description Records that told nothing new. */
                            duplicate: number;
                            rejected: number;
                            /** @description Refused too, but kept to be tried again. */
                            quarantined: number;
                            /** @description Refused records, kept or not, by reason. */
                            reasons: {
                                [key: string]: number;
                            };
                            /** @description Accepted records that this version has no use for. */
                            unused: number;
                            /**
                             * Format: date-time
                             * @description When anything last came.
                             */
                            last_at: string;
                        }[];
                        /** @description What was taken while the store was away and waits on disk for it. */
                        spool: {
                            bytes: number;
                            records: number;
                            /** @description Since when the oldest waits; null when nothing does. */
                            oldest_at: string | null;
                            /** @description Records that were found to be damaged since the start of the server. */
                            damaged: number;
                            /** @description Files that were set aside since nobody can use them, and are still there. */
                            set_aside: number;
                        };
                        /** @description Destinations to which telemetry is passed on. */
                        forward: {
                            /** @description Its name in the configuration. */
                            destination: string;
                            /** @description Records it has taken since the start of the server. */
                            delivered: number;
                            /** @description Records that were not passed on, by reason. */
                            given_up: {
                                [key: string]: number;
                            };
                            /** @description What waits for it on disk. */
                            bytes: number;
                            /** @description Requests that wait. */
                            requests: number;
                            /** @description Since when the oldest waits; null when nothing does. */
                            oldest_at: string | null;
                            /** @description When it last took anything; null for never. */
                            delivered_at: string | null;
                            /** @description Why it did not take the last request: an HTTP status or the code of a fault; null when it did. */
                            trouble: string | null;
                        }[];
                        meta: {
                            /**
                             * Format: date-time
                             * @description Start of the server: counts begin there.
                             */
                            since: string;
                        };
                    };
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    "otlp.logs": {
        parameters: {
        };
        requestBody: {
            content: {
                "application/x-protobuf": string;
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Taken, perhaps but for some records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/x-protobuf": string;
                };
            };
            /** @description `google.rpc.Status`, in the encoding of the request. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/x-protobuf": string;
                };
            };
        };
    };
    "otlp.metrics": {
        parameters: {
        };
        requestBody: {
            content: {
                "application/x-protobuf": string;
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Taken, perhaps but for some records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/x-protobuf": string;
                };
            };
            /** @description `google.rpc.Status`, in the encoding of the request. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/x-protobuf": string;
                };
            };
        };
    };
    "otlp.traces": {
        parameters: {
        };
        requestBody: {
            content: {
                "application/x-protobuf": string;
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Taken, perhaps but for some records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/x-protobuf": string;
                };
            };
            /** @description `google.rpc.Status`, in the encoding of the request. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/x-protobuf": string;
                };
            };
        };
    };
    "otlp.logs.keyed": {
        parameters: {
            path: {
                /** @description A key for sending, in place of the header. */
                key: string;
            };
        };
        requestBody: {
            content: {
                "application/x-protobuf": string;
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Taken, perhaps but for some records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/x-protobuf": string;
                };
            };
            /** @description `google.rpc.Status`, in the encoding of the request. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/x-protobuf": string;
                };
            };
        };
    };
    "otlp.metrics.keyed": {
        parameters: {
            path: {
                /** @description A key for sending, in place of the header. */
                key: string;
            };
        };
        requestBody: {
            content: {
                "application/x-protobuf": string;
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Taken, perhaps but for some records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/x-protobuf": string;
                };
            };
            /** @description `google.rpc.Status`, in the encoding of the request. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/x-protobuf": string;
                };
            };
        };
    };
    "otlp.traces.keyed": {
        parameters: {
            path: {
                /** @description A key for sending, in place of the header. */
                key: string;
            };
        };
        requestBody: {
            content: {
                "application/x-protobuf": string;
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Taken, perhaps but for some records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/x-protobuf": string;
                };
            };
            /** @description `google.rpc.Status`, in the encoding of the request. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/x-protobuf": string;
                };
            };
        };
    };
    prometheus: {
        parameters: {
        };
        responses: {
            /** @description Text format. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    healthz: {
        parameters: {
        };
        responses: {
            /** @description The process is alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readyz: {
        parameters: {
        };
        responses: {
            /** @description The store takes writes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    openapi: {
        parameters: {
        };
        responses: {
            /** @description This description */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
