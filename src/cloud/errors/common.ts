import { errorTable } from './refusal.js';

/** Errors that any action may answer (behaviour rules of chapter 5.1). */
export const common = errorTable({
  'InvalidRegionId.NotFound': [404, 'The specified RegionId does not exist.'],
  InvalidParameter: [400, 'The specified parameter "{0}" is not valid.'],
  'InvalidParameter#plain': [400, 'The specified parameter is not valid.'],
  'InvalidParameter.Conflict': [400, 'The specified parameters "{0}" and "{1}" exclude each other.'],
  'InvalidParameter.NextToken': [400, 'The specified parameter "NextToken" is not valid.'],
  UnsupportedParameter: [400, 'The parameter "{0}" is not supported.'],
  MissingParameter: [400, 'The input parameter "{0}" that is mandatory for processing this request is not supplied.'],
  IdempotentParameterMismatch: [
    400,
    'Request uses a client token in a previous request but is not identical to that request.',
  ],
  IdempotentProcessing: [403, 'The previous idempotent request(s) is still processing.', 'retry'],
  LastTokenProcessing: [403, 'The last token request is processing.', 'retry'],
  Throttling: [400, 'Request was denied due to request throttling.', 'retry'],
  'Throttling.User': [400, 'Request was denied due to user flow control.', 'retry'],
  'Throttling.Api': [400, 'Request was denied due to api flow control.', 'retry'],
  'Throttling.DeepPageSkip': [400, 'The page is too deep: narrow the query with a filter.'],
  DryRunOperation: [400, 'Request validation has been passed with DryRun flag set.'],
  TaskConflict: [400, 'The eip operate too frequent, TaskConflict.', 'retry'],
  InternalError: [500, 'The request processing has failed due to some unknown error.', 'retry'],
  ServiceUnavailable: [503, 'The request has failed due to a temporary failure of the server.', 'retry'],
});
