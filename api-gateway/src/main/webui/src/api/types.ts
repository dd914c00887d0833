// Names for the shapes of the API; generated/api.d.ts, made from openapi.yaml, says what they are.
import type { components } from '../../generated/api';

type Schemas = components['schemas'];

export type AuditEntry = Schemas['AuditEntry'];
export type AuditVerification = Schemas['AuditVerification'];
export type Balance = Schemas['BalanceView'];
/** What an event says beside what it is about differs by its type. */
export type CloudEvent = Omit<Schemas['EventView'], 'data'> & { data?: Record<string, unknown> };
export type DrainAnswer = Schemas['Drained'];
export type Host = Schemas['Host'];
export type HostChange = Schemas['HostChange'];
export type HostForecast = Schemas['HostForecast'];
export type HostRegret = Schemas['HostRegret'];
export type Instance = Schemas['InstanceView'];
export type LoadForecast = Schemas['LoadForecast'];
export type Operation = Schemas['OperationView'];
export type Plan = Schemas['Plan'];
export type PlanAutomation = Schemas['PlanAutomation'];
export type PlanRegret = Schemas['PlanRegret'];
export type PlanStep = Schemas['PlanStep'];
export type Price = Schemas['Price'];
export type PriceBook = Schemas['PriceBook'];
export type QuarantinedLine = Schemas['QuarantinedLine'];
export type Quota = Schemas['QuotaView'];
export type Reason = Schemas['RejectionCount'];
export type StepRegret = Schemas['StepRegret'];
export type StuckGuest = Schemas['StuckGuest'];
export type Tenant = Schemas['TenantView'];
export type TimeWindow = Schemas['TimeWindow'];
export type UsageLine = Schemas['UsageView'];
export type WhatIf = Schemas['Placement'];
