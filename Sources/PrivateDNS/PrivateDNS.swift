// One import for everything below the command line: derive, plan, apply.

@_exported public import APIManagement
@_exported public import AzureBackend
@_exported public import Diagnostics
@_exported public import DNSClient
@_exported public import DNSModel
@_exported public import HostsBackend
@_exported public import InstanceDiscovery
@_exported public import Inventory
@_exported public import Reconciliation
@_exported public import ResourceManager
@_exported public import ZoneFileBackend
