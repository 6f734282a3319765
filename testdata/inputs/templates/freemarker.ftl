${customer.name} 様

<#if shipped>
あいにく、名入れはお受けできません。
<#elseif waiting>
名入れの順番をお待ちください。
<#else>
名入れを承りました。
</#if>
