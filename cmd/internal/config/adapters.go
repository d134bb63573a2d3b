package config

import "strings"

// knownKeys lists what an adapter's output may have, from the credentials
// classes of dbt-duckdb 1.11, dbt-snowflake 1.12 and dbt-bigquery 1.12; nil
// for adapters that are not known here.
func knownKeys(kind string) []string {
	keys := map[string]string{
		"duckdb": `database schema path config_options extensions settings secrets external_root use_credential_provider
			attach filesystems remote plugins disable_transactions keep_open module_paths retries flights is_ducklake motherduck_token`,
		"snowflake": `account user username password pass authenticator role warehouse database schema query_tag
			private_key private_key_path private_key_passphrase token oauth_client_id oauth_client_secret
			workload_identity_provider workload_identity_entra_resource client_session_keep_alive host port protocol
			proxy_host proxy_port insecure_mode connect_retries connect_timeout retry_on_database_errors retry_all
			reuse_connections s3_stage_vpce_dns_name platform_detection_timeout_seconds passcode`,
		"bigquery": `method project database dataset schema keyfile keyfile_json token refresh_token client_id client_secret
			token_uri workload_pool_provider_path service_account_impersonation_url token_endpoint impersonate_service_account
			execution_project quota_project location priority maximum_bytes_billed reservation
			job_execution_timeout_seconds timeout_seconds job_creation_timeout_seconds job_retries retries
			job_retry_deadline_seconds scopes api_endpoint target_project target_dataset compute_region dataproc_region
			dataproc_cluster_name gcs_bucket submission_method dataproc_batch job_link_info_level_log`,
	}[kind]
	if keys == "" {
		return nil
	}
	return append(strings.Fields(keys), "type", "threads", "allow_clones")
}

// ownKeys lists what the connection: block of cutover.yml may have beside an
// adapter's keys: dbt has none for it.
func ownKeys(kind string) []string {
	if kind == "snowflake" {
		return strings.Fields("connection_name oauth_token_request_url oauth_authorization_url oauth_redirect_uri oauth_scope")
	}
	return nil
}
