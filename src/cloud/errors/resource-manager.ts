import { errorTable } from './refusal.js';

/** Errors of resource groups (behaviour §4.10); Terraform takes the first for gone and waits on the last. */
export const resourceManagerErrors = errorTable({
  'EntityNotExists.ResourceGroup': [404, 'The resource group does not exist.'],
  'EntityAlreadyExists.ResourceGroup': [409, 'The resource group {0} already exists.'],
  'LimitExceeded.ResourceGroup': [409, 'The maximum number of resource groups is reached.'],
  'DeleteConflict.ResourceGroup.Resource': [409, 'The resource group cannot be deleted because there are resources in it.', 'retry'],
});
