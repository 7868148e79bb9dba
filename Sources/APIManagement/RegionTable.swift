// Written by scripts/regions.sh: change the list that it reads, not this file.

/// The names of Azure's regions and the names that people see.
///
/// Source: the public cloud's answer to
/// [GET /subscriptions/{id}/locations](https://learn.microsoft.com/rest/api/resources/subscriptions/list-locations), and
/// `AzureLocation` of the [Azure SDK for .NET](https://github.com/Azure/azure-sdk-for-net) for the other clouds.
enum RegionTable {
  /// A region's programmatic name and the one that people see.
  typealias Row = (name: String, displayName: String)

  /// The regions of a cloud in which an instance can run.
  static func physical(in cloud: Cloud) -> [Row] {
    switch cloud {
    case .global: globalRegions
    case .usGovernment: governmentRegions
    case .china: chineseRegions
    }
  }

  /// The regions of the public cloud.
  private static let globalRegions: [Row] = [
    ("australiacentral", "Australia Central"),
    ("australiacentral2", "Australia Central 2"),
    ("australiaeast", "Australia East"),
    ("australiasoutheast", "Australia Southeast"),
    ("austriaeast", "Austria East"),
    ("belgiumcentral", "Belgium Central"),
    ("brazilsouth", "Brazil South"),
    ("brazilsoutheast", "Brazil Southeast"),
    ("canadacentral", "Canada Central"),
    ("canadaeast", "Canada East"),
    ("centralindia", "Central India"),
    ("centralus", "Central US"),
    ("centraluseuap", "Central US EUAP"),
    ("chilecentral", "Chile Central"),
    ("denmarkeast", "Denmark East"),
    ("eastasia", "East Asia"),
    ("eastus", "East US"),
    ("eastus2", "East US 2"),
    ("eastus2euap", "East US 2 EUAP"),
    ("eastusstg", "East US STG"),
    ("francecentral", "France Central"),
    ("francesouth", "France South"),
    ("germanynorth", "Germany North"),
    ("germanywestcentral", "Germany West Central"),
    ("indonesiacentral", "Indonesia Central"),
    ("israelcentral", "Israel Central"),
    ("italynorth", "Italy North"),
    ("japaneast", "Japan East"),
    ("japanwest", "Japan West"),
    ("jioindiacentral", "Jio India Central"),
    ("jioindiawest", "Jio India West"),
    ("koreacentral", "Korea Central"),
    ("koreasouth", "Korea South"),
    ("malaysiawest", "Malaysia West"),
    ("mexicocentral", "Mexico Central"),
    ("newzealandnorth", "New Zealand North"),
    ("northcentralus", "North Central US"),
    ("northeurope", "North Europe"),
    ("norwayeast", "Norway East"),
    ("norwaywest", "Norway West"),
    ("polandcentral", "Poland Central"),
    ("qatarcentral", "Qatar Central"),
    ("southafricanorth", "South Africa North"),
    ("southafricawest", "South Africa West"),
    ("southcentralus", "South Central US"),
    ("southcentralusstg", "South Central US STG"),
    ("southeastasia", "Southeast Asia"),
    ("southindia", "South India"),
    ("spaincentral", "Spain Central"),
    ("swedencentral", "Sweden Central"),
    ("switzerlandnorth", "Switzerland North"),
    ("switzerlandwest", "Switzerland West"),
    ("uaecentral", "UAE Central"),
    ("uaenorth", "UAE North"),
    ("uksouth", "UK South"),
    ("ukwest", "UK West"),
    ("westcentralus", "West Central US"),
    ("westeurope", "West Europe"),
    ("westindia", "West India"),
    ("westus", "West US"),
    ("westus2", "West US 2"),
    ("westus3", "West US 3"),
  ]

  /// The regions of Azure Government.
  private static let governmentRegions: [Row] = [
    ("usgovvirginia", "US Gov Virginia"),
    ("usgoviowa", "US Gov Iowa"),
    ("usgovarizona", "US Gov Arizona"),
    ("usgovtexas", "US Gov Texas"),
    ("usdodeast", "US DoD East"),
    ("usdodcentral", "US DoD Central"),
  ]

  /// The regions of Azure in China.
  private static let chineseRegions: [Row] = [
    ("chinanorth", "China North"),
    ("chinaeast", "China East"),
    ("chinanorth2", "China North 2"),
    ("chinaeast2", "China East 2"),
    ("chinanorth3", "China North 3"),
    ("chinaeast3", "China East 3"),
  ]

  /// Names of the public cloud for groups of regions and for staging regions.
  static let logical: [Row] = [
    ("asia", "Asia"),
    ("asiapacific", "Asia Pacific"),
    ("australia", "Australia"),
    ("brazil", "Brazil"),
    ("canada", "Canada"),
    ("centralusstage", "Central US (Stage)"),
    ("eastasiastage", "East Asia (Stage)"),
    ("eastus2stage", "East US 2 (Stage)"),
    ("eastusstage", "East US (Stage)"),
    ("europe", "Europe"),
    ("france", "France"),
    ("germany", "Germany"),
    ("global", "Global"),
    ("india", "India"),
    ("indonesia", "Indonesia"),
    ("israel", "Israel"),
    ("italy", "Italy"),
    ("japan", "Japan"),
    ("korea", "Korea"),
    ("malaysia", "Malaysia"),
    ("mexico", "Mexico"),
    ("newzealand", "New Zealand"),
    ("northcentralusstage", "North Central US (Stage)"),
    ("norway", "Norway"),
    ("poland", "Poland"),
    ("qatar", "Qatar"),
    ("singapore", "Singapore"),
    ("southafrica", "South Africa"),
    ("southcentralusstage", "South Central US (Stage)"),
    ("southeastasiastage", "Southeast Asia (Stage)"),
    ("spain", "Spain"),
    ("sweden", "Sweden"),
    ("switzerland", "Switzerland"),
    ("taiwan", "Taiwan"),
    ("uae", "United Arab Emirates"),
    ("uk", "United Kingdom"),
    ("unitedstates", "United States"),
    ("unitedstateseuap", "United States EUAP"),
    ("westus2stage", "West US 2 (Stage)"),
    ("westusstage", "West US (Stage)"),
  ]
}
