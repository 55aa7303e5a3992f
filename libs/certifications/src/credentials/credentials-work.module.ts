import { Module } from '@nestjs/common';
import { CredentialKeysModule } from './credential-keys.module.js';
import { CredentialProcessor } from './credential.processor.js';
import { IssueCredentialsHandler } from './issue-credentials.js';

/** What signs the credentials that were earned. */
@Module({ imports: [CredentialKeysModule], providers: [IssueCredentialsHandler, CredentialProcessor] })
export class CredentialsWorkModule {}
